use dean06_contracts::{FieldProblem, civil_status::RegisterBirthRequest};
use dean06_kernel::{PersonName, Sex, Text};
use dean06_mediator::ServiceError;

/// What is not right in the fields of the request.
pub(super) fn check(request: &RegisterBirthRequest) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, vi: &str, en: &str| {
        problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            text: Text::new(vi, en),
        });
    };
    if PersonName::new(&request.child.name).is_err() {
        wrong(
            "/child/name",
            "Nhập họ, chữ đệm và tên của trẻ",
            "Enter the child's full name",
        );
    }
    if request.child.sex == Sex::Unknown {
        wrong(
            "/child/sex",
            "Chọn giới tính của trẻ",
            "Choose the child's sex",
        );
    }
    if request.child.birth_date.earliest() > request.registered_on {
        wrong(
            "/child/birth_date",
            "Nhập ngày sinh không muộn hơn ngày đăng ký",
            "Enter a birth date that is not after the day of registration",
        );
    }
    for (pointer, parent) in [
        ("/mother/name", &request.mother),
        ("/father/name", &request.father),
    ] {
        if parent
            .as_ref()
            .is_some_and(|parent| PersonName::new(&parent.name).is_err())
        {
            wrong(pointer, "Nhập họ, chữ đệm và tên", "Enter the full name");
        }
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(problems))
    }
}

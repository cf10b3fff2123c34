//! The size of a syntax tree.

use cel::common::ast::{EntryExpr, Expr, IdedExpr};

use super::compile::forbidden;
use super::{MAX_DEPTH, MAX_NODES, RuleError};

/// Refuses a tree that is too deep or too large. Walks with a stack of its own.
pub(super) fn measure(root: &IdedExpr) -> Result<(), RuleError> {
    let mut waiting = vec![(root, 1)];
    let mut nodes = 0;
    while let Some((expr, depth)) = waiting.pop() {
        nodes += 1;
        if depth > MAX_DEPTH {
            return Err(RuleError::TooLarge("it is nested too deeply"));
        }
        if nodes > MAX_NODES {
            return Err(RuleError::TooLarge("it has too many parts"));
        }
        let mut push = |child| waiting.push((child, depth + 1));
        match &expr.expr {
            Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => {}
            Expr::Select(select) => push(&select.operand),
            Expr::Call(call) => {
                call.target.as_deref().map(&mut push);
                call.args.iter().for_each(push);
            }
            Expr::List(list) => list.elements.iter().for_each(push),
            Expr::Map(map) => {
                for entry in &map.entries {
                    if let EntryExpr::MapEntry(entry) = &entry.expr {
                        push(&entry.key);
                        push(&entry.value);
                    }
                }
            }
            Expr::Struct(_) => return Err(forbidden("a message literal")),
            Expr::Comprehension(loop_) => [
                &loop_.iter_range,
                &loop_.accu_init,
                &loop_.loop_cond,
                &loop_.loop_step,
                &loop_.result,
            ]
            .into_iter()
            .for_each(push),
        }
    }
    Ok(())
}

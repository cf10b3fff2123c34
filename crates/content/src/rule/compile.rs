//! From text to a checked syntax tree.
//!
//! The tree that CEL's parser makes is rewritten: a chain of fields of a variable becomes one
//! identifier, which the resolver looks up in the JSON input (missing is `null`), and operators
//! that would fail on `null` become calls of our own functions.

use std::collections::BTreeSet;

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, LiteralValue, operators as op,
};
use cel::common::types::CelString;
use cel::parser::PrattParser;

use super::{MAX_DEPTH, MAX_LOOPS, MAX_NODES, MAX_SOURCE_BYTES, RuleError, functions, measure};

/// Stands between the parts of a path in a rewritten identifier; no CEL identifier holds it.
pub(super) const PATH_SEPARATOR: char = '/';

pub(super) struct Compiled {
    pub plan: Plan,
    pub references: Vec<Vec<String>>,
    pub code_lists: Vec<String>,
}

pub(super) enum Plan {
    /// Nothing but a path into the variables.
    Path(Vec<String>),
    /// Anything else.
    Program(IdedExpr),
}

pub(super) fn compile(source: &str) -> Result<Compiled, RuleError> {
    if source.len() > MAX_SOURCE_BYTES {
        return Err(RuleError::TooLarge("its text is too long"));
    }
    // The parser stops at this recursion; the walk below bounds what it builds without recursion.
    let parsed = PrattParser::new()
        .max_recursion_depth(u16::try_from(MAX_DEPTH).unwrap_or(u16::MAX))
        .max_expression_node_count(MAX_NODES)
        .parse(source)
        .map_err(|errors| RuleError::Syntax(first_line(&errors.to_string())))?;
    measure::measure(&parsed)?;
    let mut rewriter = Rewriter::default();
    let expr = rewriter.expr(parsed)?;
    let plan = match &expr.expr {
        Expr::Ident(name) => Plan::Path(split(name).map(str::to_owned).collect()),
        _ => Plan::Program(expr),
    };
    Ok(Compiled {
        plan,
        references: rewriter.references.into_iter().collect(),
        code_lists: rewriter.code_lists.into_iter().collect(),
    })
}

pub(super) fn split(name: &str) -> impl Iterator<Item = &str> {
    name.split(PATH_SEPARATOR)
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_owned()
}

pub(super) fn forbidden(what: impl Into<String>) -> RuleError {
    RuleError::Forbidden(what.into())
}

#[derive(Default)]
struct Rewriter {
    /// Loop variables in scope.
    bound: Vec<String>,
    references: BTreeSet<Vec<String>>,
    code_lists: BTreeSet<String>,
}

impl Rewriter {
    fn expr(&mut self, expr: IdedExpr) -> Result<IdedExpr, RuleError> {
        if let Some(path) = self.path(&expr) {
            let name = path.join(PATH_SEPARATOR.encode_utf8(&mut [0; 4]));
            self.references.insert(path);
            return Ok(with(expr.id, Expr::Ident(name)));
        }
        let IdedExpr { id, expr } = expr;
        let expr = match expr {
            Expr::Literal(
                LiteralValue::Boolean(_)
                | LiteralValue::Int(_)
                | LiteralValue::Null
                | LiteralValue::String(_),
            )
            | Expr::Ident(_) => expr,
            Expr::Literal(_) => {
                return Err(forbidden("a decimal number, unsigned number or bytes"));
            }
            Expr::Select(select) if select.test => {
                let value = IdedExpr {
                    id,
                    expr: Expr::Select(cel::common::ast::SelectExpr {
                        test: false,
                        ..select
                    }),
                };
                call(op::NOT_EQUALS, vec![self.expr(value)?, null()])
            }
            Expr::Select(select) => {
                let operand = self.expr(*select.operand)?;
                call(functions::FIELD, vec![operand, string(select.field)])
            }
            Expr::Call(call) => self.call(call)?,
            Expr::Comprehension(loop_) => self.comprehension(*loop_)?,
            Expr::List(mut list) => {
                if !list.optional_indices.is_empty() {
                    return Err(forbidden("an optional item"));
                }
                list.elements = self.all(list.elements)?;
                Expr::List(list)
            }
            Expr::Map(mut map) => {
                for entry in &mut map.entries {
                    let EntryExpr::MapEntry(entry) = &mut entry.expr else {
                        return Err(forbidden("a message literal"));
                    };
                    if entry.optional || literal_text(&entry.key).is_none() {
                        return Err(forbidden("a map key that is not a literal text"));
                    }
                    entry.value = self.expr(std::mem::take(&mut entry.value))?;
                }
                Expr::Map(map)
            }
            Expr::Struct(_) | Expr::Unspecified => return Err(forbidden("a message literal")),
        };
        Ok(with(id, expr))
    }

    fn all(&mut self, exprs: Vec<IdedExpr>) -> Result<Vec<IdedExpr>, RuleError> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    /// `form.child.name` and `form["child"].name` as a path, if the root is a variable of the
    /// caller and not of a loop.
    fn path(&self, expr: &IdedExpr) -> Option<Vec<String>> {
        match &expr.expr {
            Expr::Ident(name) => {
                let name = name.trim_start_matches('.');
                let inner = name.starts_with('@') || self.bound.iter().any(|bound| bound == name);
                (!inner).then(|| vec![name.to_owned()])
            }
            Expr::Select(select) if !select.test => {
                let mut path = self.path(&select.operand)?;
                path.push(select.field.clone());
                Some(path)
            }
            Expr::Call(call) if call.func_name == op::INDEX => {
                let [operand, index] = call.args.as_slice() else {
                    return None;
                };
                let key = literal_text(index).filter(|key| !key.contains(PATH_SEPARATOR))?;
                let mut path = self.path(operand)?;
                path.push(key.to_owned());
                Some(path)
            }
            _ => None,
        }
    }

    /// A part that must be true or false; missing becomes false.
    fn truth(&mut self, expr: IdedExpr) -> Result<IdedExpr, RuleError> {
        let expr = self.expr(expr)?;
        let certain = match &expr.expr {
            Expr::Literal(LiteralValue::Boolean(_)) => true,
            Expr::Ident(name) => name.starts_with('@'),
            Expr::Call(call) => functions::gives_truth(&call.func_name),
            _ => false,
        };
        Ok(if certain {
            expr
        } else {
            with(expr.id, call(functions::TRUTH, vec![expr]))
        })
    }

    fn call(&mut self, original: CallExpr) -> Result<Expr, RuleError> {
        let CallExpr {
            func_name: name,
            target,
            args,
        } = original;
        let count = args.len() + usize::from(target.is_some());
        if let Some(target) = target {
            return self.method(&name, *target, args);
        }
        match name.as_str() {
            op::LOGICAL_AND | op::LOGICAL_OR | op::LOGICAL_NOT => {
                let args = args.into_iter().map(|arg| self.truth(arg));
                Ok(call(&name, args.collect::<Result<_, _>>()?))
            }
            op::CONDITIONAL => {
                let mut args = args.into_iter();
                let condition = self.truth(args.next().unwrap_or_default())?;
                let mut all = vec![condition];
                all.extend(self.all(args.collect())?);
                Ok(call(&name, all))
            }
            op::LESS | op::LESS_EQUALS | op::GREATER | op::GREATER_EQUALS => {
                let (own, swap) = match name.as_str() {
                    op::LESS => (functions::LESS, false),
                    op::LESS_EQUALS => (functions::LESS_EQUALS, false),
                    op::GREATER => (functions::LESS, true),
                    _ => (functions::LESS_EQUALS, true),
                };
                let mut args = self.all(args)?;
                if swap {
                    args.reverse();
                }
                Ok(call(own, args))
            }
            op::INDEX => Ok(call(functions::FIELD, self.all(args)?)),
            op::IN => {
                let mut args = self.all(args)?;
                if let Some(list) = args.pop() {
                    args.push(with(list.id, call(functions::LIST, vec![list])));
                }
                Ok(call(&name, args))
            }
            op::EQUALS
            | op::NOT_EQUALS
            | op::ADD
            | op::SUBSTRACT
            | op::MULTIPLY
            | op::DIVIDE
            | op::MODULO
            | op::NEGATE
            | op::NOT_STRICTLY_FALSE => Ok(call(&name, self.all(args)?)),
            "label" if count == 2 => {
                let list = args.first().and_then(literal_text);
                let list =
                    list.ok_or_else(|| forbidden("a code list that is not a literal text"))?;
                self.code_lists.insert(list.to_owned());
                Ok(call(&name, self.all(args)?))
            }
            "size" if count == 1 => Ok(call(functions::SIZE, self.all(args)?)),
            "int" if count == 1 => Ok(call(&name, self.all(args)?)),
            own if functions::arity(own) == Some(count) => Ok(call(own, self.all(args)?)),
            _ => Err(RuleError::Function(name, count)),
        }
    }

    fn method(
        &mut self,
        name: &str,
        target: IdedExpr,
        args: Vec<IdedExpr>,
    ) -> Result<Expr, RuleError> {
        let count = args.len() + 1;
        match (name, count) {
            ("size", 1) => Ok(call(functions::SIZE, vec![self.expr(target)?])),
            ("contains" | "startsWith" | "endsWith" | "matches", 2) => {
                if name == "matches" {
                    check_pattern(&args)?;
                }
                let target = self.text(target)?;
                let args = args.into_iter().map(|arg| self.text(arg));
                Ok(Expr::Call(CallExpr {
                    func_name: name.to_owned(),
                    target: Some(Box::new(target)),
                    args: args.collect::<Result<_, _>>()?,
                }))
            }
            _ => Err(RuleError::Function(name.to_owned(), count)),
        }
    }

    /// A part that must be a text; missing becomes the empty one.
    fn text(&mut self, expr: IdedExpr) -> Result<IdedExpr, RuleError> {
        let expr = self.expr(expr)?;
        Ok(if literal_text(&expr).is_some() {
            expr
        } else {
            with(expr.id, call(functions::TEXT, vec![expr]))
        })
    }

    fn comprehension(&mut self, loop_: ComprehensionExpr) -> Result<Expr, RuleError> {
        if loop_.iter_var2.is_some() {
            return Err(forbidden("a loop with two variables"));
        }
        let depth = self.bound.len();
        if depth >= MAX_LOOPS {
            return Err(RuleError::TooLarge("too many loops inside each other"));
        }
        let range = self.expr(loop_.iter_range)?;
        let iter_range = with(range.id, call(functions::LIST, vec![range]));
        let accu_init = self.expr(loop_.accu_init)?;
        self.bound.push(loop_.iter_var.clone());
        let loop_cond = self.expr(loop_.loop_cond)?;
        let loop_step = self.expr(loop_.loop_step)?;
        let result = self.expr(loop_.result)?;
        self.bound.truncate(depth);
        Ok(Expr::Comprehension(Box::new(ComprehensionExpr {
            iter_range,
            iter_var: loop_.iter_var,
            iter_var2: None,
            accu_var: loop_.accu_var,
            accu_init,
            loop_cond,
            loop_step,
            result,
        })))
    }
}

/// The pattern of `matches` must be a literal that compiles, so that no input can choose it.
fn check_pattern(args: &[IdedExpr]) -> Result<(), RuleError> {
    let [pattern] = args else {
        return Err(RuleError::Function("matches".to_owned(), args.len() + 1));
    };
    if literal_text(pattern).is_none() {
        return Err(forbidden("a pattern that is not a literal text"));
    }
    let trial = with(
        0,
        Expr::Call(CallExpr {
            func_name: "matches".to_owned(),
            target: Some(Box::new(string(String::new()))),
            args: vec![pattern.clone()],
        }),
    );
    functions::Engine::bare()
        .run(&trial, &crate::Context::new())
        .map(|_| ())
        .map_err(|_| {
            RuleError::Syntax("the pattern of matches() is not a regular expression".into())
        })
}

fn with(id: u64, expr: Expr) -> IdedExpr {
    IdedExpr { id, expr }
}

fn call(name: &str, args: Vec<IdedExpr>) -> Expr {
    Expr::Call(CallExpr {
        func_name: name.to_owned(),
        target: None,
        args,
    })
}

fn null() -> IdedExpr {
    with(0, Expr::Literal(LiteralValue::Null))
}

fn string(text: String) -> IdedExpr {
    with(
        0,
        Expr::Literal(LiteralValue::String(CelString::from(text))),
    )
}

fn literal_text(expr: &IdedExpr) -> Option<&str> {
    match &expr.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner()),
        _ => None,
    }
}

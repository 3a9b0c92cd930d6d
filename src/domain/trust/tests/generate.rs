//! Policies made up from a seed: everything that stands in the trust policies of roles, and odd mixtures of it.

use serde_json::{Map, Value, json};

/// Numbers from a seed (xorshift64*).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % limit
    }

    fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }

    /// One of them, or a list of some.
    fn one_or_some(&mut self, from: &[&str]) -> Value {
        match self.below(3) {
            0 => json!((0..=self.below(3)).map(|_| self.pick(from)).collect::<Vec<_>>()),
            _ => json!(self.pick(from)),
        }
    }
}

const SOURCES: [&str; 18] = [
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/dev/jobs/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/staging/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/*",
    "arn:aws:eks:*:111122223333:fargateprofile/*/*",
    "arn:aws:eks:us-east-1:*:fargateprofile/dev/*",
    "arn:aws:eks:us-east-1:111122223333:cluster/dev",
    "arn:*:*:*:*:*",
    "arn:aws:eks:us-east-?:111122223333:fargateprofile/d?v/*",
    "arn:aws:ec2:us-east-1:111122223333:instance/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/${aws:PrincipalOrgID}/*",
    "*",
    "arn:aws:eks:*:*:fargateprofile/prod/*",
    "arn:aws:eks:us-east-1:444455556666:fargateprofile/prod/*",
    "arn:aws:eks:*:4444*:fargateprofile/other/*",
    "arn:aws:eks:us-east-1:111122223333:fargateprofile/*batch*",
];

fn condition(dice: &mut Dice) -> Value {
    let mut block = Map::new();
    for _ in 0..=dice.below(2) {
        let (operator, key, values) = match dice.below(6) {
            0 => {
                let operator = dice.pick(&["StringEquals", "StringNotEquals", "StringEqualsIfExists"]);
                (operator, "aws:SourceAccount", dice.one_or_some(&["111122223333", "444455556666"]))
            }
            1 => (dice.pick(&["StringEquals", "StringNotEquals"]), "aws:PrincipalOrgID", json!("o-acme")),
            2 => ("Null", "aws:SourceArn", json!(dice.pick(&["true", "false"]))),
            _ => {
                let usual = ["ArnLike", "ArnLike", "ArnLike", "ArnEquals", "StringLike", "StringEquals"];
                let odd = ["ArnNotLike", "ArnLikeIfExists", "StringNotLike", "ArnNotEquals"];
                let operator = if dice.once_in(4) { dice.pick(&odd) } else { dice.pick(&usual) };
                (operator, dice.pick(&["aws:SourceArn", "aws:SourceArn", "AWS:sourcearn"]), dice.one_or_some(&SOURCES))
            }
        };
        let keys = block.entry(operator).or_insert_with(|| json!({}));
        // The same key in another case would be a second line of its own.
        let is_free = keys.as_object().unwrap().keys().all(|known| !known.eq_ignore_ascii_case(key));
        if is_free {
            keys[key] = values;
        }
    }
    Value::Object(block)
}

fn principal(dice: &mut Dice) -> Value {
    let fargate = "eks-fargate-pods.amazonaws.com";
    match dice.below(10) {
        0..=4 => json!({"Service": fargate}),
        5 => json!({"Service": dice.one_or_some(&[fargate, "ec2.amazonaws.com", "eks.amazonaws.com"])}),
        6 => json!({"AWS": "arn:aws:iam::111122223333:root", "Service": [fargate, "ec2.amazonaws.com"]}),
        7 => json!({"Federated": "arn:aws:iam::111122223333:oidc-provider/x"}),
        8 => json!({"AWS": dice.pick(&["arn:aws:iam::111122223333:root", "*"])}),
        _ => json!(dice.pick(&[json!("*"), json!({"Service": "ec2.amazonaws.com"})])),
    }
}

fn statement(dice: &mut Dice, number: usize) -> Value {
    let effect = if dice.once_in(8) { "Deny" } else { "Allow" };
    let actions = [
        "sts:AssumeRole",
        "sts:AssumeRole",
        "STS:assumerole",
        "sts:*",
        "sts:TagSession",
        "sts:AssumeRoleWithWebIdentity",
    ];
    let mut statement = json!({"Effect": effect, "Principal": principal(dice), "Action": dice.one_or_some(&actions)});
    if dice.once_in(4) {
        statement["Sid"] = json!(format!("S{number}"));
    }
    if !dice.once_in(3) {
        statement["Condition"] = condition(dice);
    }
    statement
}

/// A policy.
pub(super) fn policy(dice: &mut Dice) -> Value {
    let mut statements: Vec<Value> = (0..dice.below(4)).map(|number| statement(dice, number)).collect();
    let mut policy = match statements.len() {
        1 if dice.once_in(3) => json!({"Statement": statements.remove(0)}),
        _ => json!({"Statement": statements}),
    };
    match dice.below(5) {
        0 => {}
        1 => policy["Version"] = json!("2008-10-17"),
        _ => policy["Version"] = json!("2012-10-17"),
    }
    policy
}

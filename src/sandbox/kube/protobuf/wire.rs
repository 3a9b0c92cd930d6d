//! The wire format of protobuf: numbered fields of four forms.

/// One field as it stands in the bytes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Part<'a> {
    /// The field's number.
    pub(super) number: u64,
    /// What it holds.
    pub(super) payload: Payload<'a>,
}

/// What a field holds, before its type is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Payload<'a> {
    /// A number of variable or fixed length.
    Number(u64),
    /// Text, bytes, a message or packed numbers.
    Bytes(&'a [u8]),
}

impl<'a> Part<'a> {
    /// The bytes of a field that holds some.
    pub(super) fn bytes(&self) -> Result<&'a [u8], String> {
        match self.payload {
            Payload::Bytes(bytes) => Ok(bytes),
            Payload::Number(_) => Err(format!("proto: wrong wireType = 0 for field {}", self.number)),
        }
    }

    /// The text of a field that holds some.
    pub(super) fn text(&self) -> Result<String, String> {
        let text = std::str::from_utf8(self.bytes()?);
        text.map(str::to_owned).map_err(|_| format!("proto: field {} contains invalid UTF-8", self.number))
    }

    /// The number of a field that holds one.
    pub(super) fn number(&self) -> Result<u64, String> {
        match self.payload {
            Payload::Number(number) => Ok(number),
            Payload::Bytes(_) => Err(format!("proto: wrong wireType = 2 for field {}", self.number)),
        }
    }
}

/// Cuts a message into its fields.
///
/// # Errors
/// The bytes end too early, or hold a form that protobuf has given up.
pub(super) fn parts(mut bytes: &[u8]) -> Result<Vec<Part<'_>>, String> {
    let mut parts = Vec::new();
    while !bytes.is_empty() {
        let key = number(&mut bytes)?;
        let payload = match key & 7 {
            0 => Payload::Number(number(&mut bytes)?),
            1 => Payload::Number(fixed::<8>(&mut bytes)?),
            2 => {
                let length = usize::try_from(number(&mut bytes)?).map_err(|_| short())?;
                Payload::Bytes(take(&mut bytes, length)?)
            }
            5 => Payload::Number(fixed::<4>(&mut bytes)?),
            form => return Err(format!("proto: illegal wireType {form}")),
        };
        parts.push(Part { number: key >> 3, payload });
    }
    Ok(parts)
}

/// Reads the numbers that stand in one field one behind the other.
///
/// # Errors
/// The bytes end within a number.
pub(super) fn packed(mut bytes: &[u8]) -> Result<Vec<u64>, String> {
    let mut numbers = Vec::new();
    while !bytes.is_empty() {
        numbers.push(number(&mut bytes)?);
    }
    Ok(numbers)
}

fn short() -> String {
    "unexpected EOF".to_owned()
}

fn take<'a>(bytes: &mut &'a [u8], length: usize) -> Result<&'a [u8], String> {
    let (taken, rest) = bytes.split_at_checked(length).ok_or_else(short)?;
    *bytes = rest;
    Ok(taken)
}

/// Seven bits in each byte, the lowest first; the highest bit of a byte says that another follows.
fn number(bytes: &mut &[u8]) -> Result<u64, String> {
    let mut value = 0;
    for shift in (0..64).step_by(7) {
        let byte = take(bytes, 1)?[0];
        value |= u64::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Ok(value);
        }
    }
    Err("proto: integer overflow".to_owned())
}

fn fixed<const N: usize>(bytes: &mut &[u8]) -> Result<u64, String> {
    let taken = take(bytes, N)?;
    Ok(taken.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_four_forms_are_told_apart() {
        let bytes = [0x08, 0x96, 0x01, 0x12, 0x02, b'h', b'i', 0x1d, 1, 0, 0, 0, 0x21, 2, 0, 0, 0, 0, 0, 0, 0];
        let part = |number, payload| Part { number, payload };
        let expected = [
            part(1, Payload::Number(150)),
            part(2, Payload::Bytes(b"hi")),
            part(3, Payload::Number(1)),
            part(4, Payload::Number(2)),
        ];
        assert_eq!(parts(&bytes).unwrap(), expected);
        assert_eq!(packed(&[1, 0x96, 1]).unwrap(), [1, 150]);
    }

    #[test]
    fn what_is_cut_short_or_overlong_is_refused() {
        for bytes in [&[0x08][..], &[0x12, 5, b'a'], &[0x0b], &[0x1d, 1], &[0x08, 0x80], &[0xff; 11]] {
            assert!(parts(bytes).is_err(), "{bytes:?}");
        }
        // A length that no memory could hold is refused before anything is reserved for it.
        assert!(parts(&[0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]).is_err());
    }
}

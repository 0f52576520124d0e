//! From a page's argument to a call: one function for all rows of the table. It finds everything that is wrong at once,
//! each by its name and without the value.

use std::mem;

use portico_model::FieldCode;
use portico_model::netspend::SourceType;
use zeroize::Zeroizing;

use super::table::CallForm;
use crate::call::notation::{Member, Members, Notation};
use crate::call::request::{ROOM_FOR_SECRETS, secret_bytes};
use crate::call::shape::form_fits;
use crate::call::{Call, Now};
use crate::encoding::{place_of, push_member_name, push_percent_encoded};
use crate::fault::Fault;
use crate::json::{Json, ObjectText};
use crate::time::write_rfc3339;
use crate::validate::{Wrong, check, check_word};

/// Members that are known here, by their names on the wire: no page passes them.
pub(crate) type Given<'a> = &'a [(&'static str, &'a str)];

/// Describes a call.
///
/// # Errors
/// `invalid_option` for members that are missing, unknown or of another type; `validation_failed` for what a person typed.
pub(crate) fn describe(form: &'static CallForm, mut input: Input<'_>) -> Result<Call, Fault> {
    let mut words = form.words().skip(1);
    let method = words.next().unwrap_or_default();
    let target = words.next().unwrap_or_default();
    let (root, rest) = target.strip_prefix('/').map_or(("/netspend", target), |rest| ("", rest));
    let mut path = String::from(root);
    for segment in rest.split('/') {
        path.push('/');
        match segment.strip_prefix(':') {
            Some(name) => push_percent_encoded(&mut path, input.id(name)),
            None => path.push_str(segment),
        }
    }
    let mut call = Call::get(path);
    call.method = method;
    if call.is_passport() {
        // That platform documents no idempotency.
        call.repeatable = method == "GET";
        input.brackets = true;
    }
    call.expected = form.answer;
    let session = words.next().unwrap_or_default();
    call.session = session != "none";
    call.about_known = session == "known";
    if session == "person" {
        call.about = Some(input.id("person_id").to_owned());
    }
    for word in words {
        call.makes = call.makes.or_else(|| SourceType::from_word(word));
        input.complete |= word == "whole";
        if word.contains(':') {
            call.opens = Some(input.fill_in(word));
        }
    }
    if form.body != "-" {
        call.body.clear = Some(input.write(form.body, ObjectText::new()));
    }
    if let Some((use_, members)) = form.sealed.split_once(' ') {
        input.room = ROOM_FOR_SECRETS;
        input.sealing = members == "%";
        let members = if input.sealing { form.body } else { members };
        let secret = input.write(members, ObjectText::with_room(ROOM_FOR_SECRETS));
        if if input.sealing { input.found } else { !secret.names().is_empty() } {
            call = call.sealing(input.fill_in(use_), secret_bytes(secret));
        }
    }
    input.end().map(|()| call)
}

/// What a page passed in, as far as it was taken.
pub(crate) struct Input<'a> {
    object: &'a Json,
    given: Given<'a>,
    /// `address.` for the members of `address`; empty at the top.
    prefix: String,
    /// Names on the wire of the members that were asked for.
    known: Vec<&'static str>,
    wrong: Wrong,
    room: usize,
    now: Now,
    complete: bool,
    /// Whether the members that are marked as sealed are what is written.
    sealing: bool,
    /// Whether there was one.
    found: bool,
    /// Whether places in lists are written `[0]`.
    brackets: bool,
    /// Whether members that nobody asked for are refused: a misspelt optional one must not get lost in silence.
    strict: bool,
}

/// An object without members.
pub(crate) static EMPTY: Json = Json::Object(Vec::new());

impl<'a> Input<'a> {
    /// The members of `object`, beside those that are `given`; `wrong` is what is wrong already.
    pub(crate) fn new(object: &'a Json, given: Given<'a>, wrong: Wrong) -> Self {
        Self {
            object,
            given,
            prefix: String::new(),
            // Says which step of an onboarding the rest is for.
            known: given.iter().map(|(name, _)| *name).filter(|name| *name == "kind").collect(),
            wrong,
            room: 64,
            now: Now::default(),
            complete: false,
            sealing: false,
            found: false,
            brackets: false,
            strict: true,
        }
    }

    /// The same by the platform's time.
    pub(crate) const fn at(mut self, now: Now) -> Self {
        self.now = now;
        self
    }

    /// The same, where what an onboarding needs has to be there.
    pub(crate) const fn complete(mut self) -> Self {
        self.complete = true;
        self
    }

    /// The same, of which this call takes a part: it was checked as a whole before.
    pub(crate) const fn in_part(mut self) -> Self {
        self.strict = false;
        self
    }

    /// Nothing but what is given.
    pub(crate) fn given(given: Given<'a>) -> Self {
        Self::new(&EMPTY, given, Wrong::default())
    }

    /// Looks at all of `members`, for what is wrong with them.
    pub(crate) fn take_all(&mut self, members: Notation) {
        // It may hold what a person typed.
        self.room = ROOM_FOR_SECRETS;
        drop(secret_bytes(self.write(members, ObjectText::with_room(ROOM_FOR_SECRETS))));
    }

    /// Ends the checks.
    ///
    /// # Errors
    /// `invalid_option` and `validation_failed`.
    pub(crate) fn end(mut self) -> Result<(), Fault> {
        if !matches!(self.object, Json::Object(_)) {
            self.wrong.malformed("input", FieldCode::WrongType);
        }
        if self.strict {
            self.refuse_the_rest();
        }
        self.wrong.end()
    }

    /// `pin:card_id` with the id in the place of its name.
    fn fill_in(&mut self, use_: &'static str) -> String {
        let (kind, target) = use_.split_once(':').unwrap_or_default();
        [kind, ":", self.id(target)].concat()
    }

    /// An id that has to be there.
    fn id(&mut self, name: &'static str) -> &'a str {
        let text = self.text(name).unwrap_or_default().unwrap_or_default();
        if text.trim_ascii().is_empty() {
            self.malformed(name, FieldCode::Required);
        }
        text
    }

    /// A text that may be absent. `None` when it is none, which is noted.
    fn text(&mut self, name: &'static str) -> Option<Option<&'a str>> {
        if self.prefix.is_empty()
            && let Some((_, given)) = self.given.iter().find(|(known, _)| *known == name)
        {
            return Some(Some(given));
        }
        match self.member(name) {
            None => Some(None),
            Some(Json::Text(text)) => Some(Some(text)),
            Some(_) => {
                self.malformed(name, FieldCode::WrongType);
                None
            }
        }
    }

    /// A member that may be absent.
    fn member(&mut self, name: &'static str) -> Option<&'a Json> {
        self.known.push(name);
        self.object.get(&member_name(name))
    }

    fn write(&mut self, members: Notation, mut object: ObjectText) -> ObjectText {
        for member in Members(members) {
            object = self.write_one(&member, object);
        }
        object
    }

    fn write_one(&mut self, member: &Member, object: ObjectText) -> ObjectText {
        let (name, inner) = (member.name, member.inner);
        if member.is(b'<') {
            return object;
        }
        // Each pass names all, so that none takes another's member for one that nobody knows.
        let is_sealed = member.is(b'%');
        if is_sealed != self.sealing && !(is_sealed && member.has_members()) {
            self.known.push(name);
            return object;
        }
        match member.form {
            b'\'' => object.text(name, inner),
            b'@' => object.text(name, &write_rfc3339(self.now.ms)),
            b'{' => {
                // Absent where its members are, unless nothing was passed at all.
                if member.is(b'?') && *self.object != EMPTY && !Members(inner).any(|inner| self.has(inner.name)) {
                    return object;
                }
                let inner = self.write(inner, ObjectText::new());
                object.raw(name, &inner.end())
            }
            b'!' | b'&' => match self.member(name) {
                Some(value) if form_fits(member.form, inner, value) => object.value(name, value),
                None if self.may_lack(member) => object,
                None => self.refuse(name, FieldCode::Required, object),
                Some(_) => self.refuse(name, FieldCode::WrongType, object),
            },
            b'(' => {
                // Read as an empty one when absent, so that its own members are what is wrong.
                let value = match self.member(name) {
                    None if self.may_lack(member) => return object,
                    None => &EMPTY,
                    Some(value @ Json::Object(_)) => value,
                    Some(_) => return self.refuse(name, FieldCode::WrongType, object),
                };
                let inner = self.write_inner(name, "", value, inner);
                object.raw(name, &Zeroizing::new(inner.end()))
            }
            b'*' => match self.member(name) {
                Some(list @ Json::List(items)) if items.iter().all(|item| item.as_text().is_some()) => {
                    object.value(name, list)
                }
                None => self.refuse(name, FieldCode::Required, object),
                Some(_) => self.refuse(name, FieldCode::WrongType, object),
            },
            b'[' => {
                // An absent list is an empty one where there has to be one.
                let items = match self.member(name) {
                    None if self.may_lack(member) => return object,
                    None => &[],
                    Some(Json::List(items)) => items.as_slice(),
                    Some(_) => return self.refuse(name, FieldCode::WrongType, object),
                };
                let mut written = Vec::new();
                for (place, item) in items.iter().enumerate() {
                    written.push(self.write_inner(name, &place_of(place), item, inner));
                }
                object.objects(name, written)
            }
            _ => self.write_text(member, object),
        }
    }

    fn write_text(&mut self, member: &Member, object: ObjectText) -> ObjectText {
        let name = member.name;
        let Some(passed) = self.text(name) else { return object };
        let text = passed.unwrap_or_default();
        let (is_blank, is_id) = (text.trim_ascii().is_empty(), member.form == b' ');
        // What a person left blank is absent where it may be; an id that a program left blank is a slip.
        let is_absent = passed.is_none() || (is_blank && !is_id && member.is(b'?'));
        if is_absent && self.may_lack(member) {
            return object;
        }
        if is_id {
            return if is_blank { self.refuse(name, FieldCode::Required, object) } else { object.text(name, text) };
        }
        let checked = if member.form == b'=' {
            let first = member.inner.split('|').next().filter(|_| is_blank && member.is(b'^'));
            first.map_or_else(|| check_word(member.inner, text), |first| Ok(first.into()))
        } else if member.inner == "government_id" {
            check(self.object.text("type").unwrap_or_default(), text, self.now)
        } else {
            check(member.inner, text, self.now)
        };
        match checked {
            // Exposed to be written: contact data into the body of its own call, the rest into what is sealed.
            Ok(checked) => {
                self.found |= self.sealing;
                object.text(name, checked.expose())
            }
            Err(code) => {
                self.wrong.note(&[&self.prefix, &*member_name(name)].concat(), code);
                object
            }
        }
    }

    /// The object of a member, or of one of a list.
    fn write_inner(&mut self, name: &str, place: &str, value: &'a Json, members: Notation) -> ObjectText {
        let (before, after) = match place {
            "" => ("", ""),
            _ if self.brackets => ("[", "]"),
            _ => (".", ""),
        };
        let prefix = [self.prefix.as_str(), &*member_name(name), before, place, after].concat();
        if !matches!(value, Json::Object(_)) {
            self.wrong.malformed(&prefix, FieldCode::WrongType);
            return ObjectText::new();
        }
        let outer = (
            mem::replace(&mut self.object, value),
            mem::replace(&mut self.prefix, [&*prefix, "."].concat()),
            mem::take(&mut self.known),
        );
        let written = self.write(members, ObjectText::with_room(self.room));
        self.refuse_the_rest();
        (self.object, self.prefix, self.known) = outer;
        written
    }

    fn may_lack(&self, member: &Member) -> bool {
        member.is(b'?') || (member.is(b'+') && !self.complete)
    }

    fn has(&self, name: &str) -> bool {
        self.given.iter().any(|(known, _)| *known == name) || self.object.get(&member_name(name)).is_some()
    }

    /// Notes that the argument has the wrong form.
    fn refuse(&mut self, name: &str, code: FieldCode, object: ObjectText) -> ObjectText {
        self.malformed(name, code);
        object
    }

    fn malformed(&mut self, name: &str, code: FieldCode) {
        self.wrong.malformed(&[&self.prefix, &*member_name(name)].concat(), code);
    }

    fn refuse_the_rest(&mut self) {
        let Json::Object(members) = self.object else { return };
        for (name, _) in members {
            if !self.known.iter().any(|known| member_name(known) == *name) {
                self.wrong.malformed(&[&self.prefix, name.as_str()].concat(), FieldCode::UnknownField);
            }
        }
    }
}

/// A member's name as a page has it.
fn member_name(name: &str) -> String {
    let mut text = String::new();
    push_member_name(&mut text, name);
    text
}

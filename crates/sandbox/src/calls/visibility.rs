//! Which visitor may see what: what the session made, and what it belongs to.

use portico_model::ErrorCode;

use crate::{
    http::{Refusal, Visitor},
    store::{
        Connection,
        accounts::{self, AccountRow},
        cards::{self, CardRow},
        people::{self, PersonRow},
        sessions::Source,
    },
};

/// The account, if the visitor may see it.
pub(crate) async fn find_account(
    connection: &mut Connection,
    visitor: &Visitor,
    id: &str,
) -> Result<AccountRow, Refusal> {
    let account = accounts::find(connection, id).await?.ok_or(ErrorCode::AccountNotFound)?;
    let belongs = match &visitor.session.source {
        Source::Anonymous => false,
        Source::Account(own) => *own == account.id,
        Source::Person(own) => {
            people::find(connection, own.as_str()).await?.is_some_and(|person| person.account_id == account.id)
        }
    };
    if belongs || account.session_id == visitor.session.id {
        Ok(account)
    } else {
        Err(ErrorCode::SessionForbidden.into())
    }
}

/// The person, if the visitor may see them.
pub(crate) async fn find_person(
    connection: &mut Connection,
    visitor: &Visitor,
    id: &str,
) -> Result<PersonRow, Refusal> {
    let person = people::find(connection, id).await?.ok_or(ErrorCode::PersonNotFound)?;
    require_visible(visitor, &person)?;
    Ok(person)
}

/// The same, and the account that the person belongs to.
pub(crate) async fn find_person_with_account(
    connection: &mut Connection,
    visitor: &Visitor,
    id: &str,
) -> Result<(PersonRow, AccountRow), Refusal> {
    let (person, account) = people::find_with_account(connection, id).await?.ok_or(ErrorCode::PersonNotFound)?;
    require_visible(visitor, &person)?;
    Ok((person, account))
}

fn require_visible(visitor: &Visitor, person: &PersonRow) -> Result<(), Refusal> {
    let belongs = match &visitor.session.source {
        Source::Anonymous => false,
        Source::Account(own) => *own == person.account_id,
        Source::Person(own) => *own == person.id,
    };
    if belongs || person.session_id == visitor.session.id { Ok(()) } else { Err(ErrorCode::SessionForbidden.into()) }
}

/// The card, if it is the visitor's own: cards want a person session.
pub(crate) async fn find_card(connection: &mut Connection, visitor: &Visitor, id: &str) -> Result<CardRow, Refusal> {
    let person = visitor.require_person()?;
    let card = cards::find(connection, id).await?.ok_or(ErrorCode::CardNotFound)?;
    if card.person_id == *person { Ok(card) } else { Err(ErrorCode::SessionForbidden.into()) }
}

/// The same, and the card's account.
pub(crate) async fn find_card_with_account(
    connection: &mut Connection,
    visitor: &Visitor,
    id: &str,
) -> Result<(CardRow, AccountRow), Refusal> {
    let person = visitor.require_person()?;
    let (card, account) = cards::find_with_account(connection, id).await?.ok_or(ErrorCode::CardNotFound)?;
    if card.person_id == *person { Ok((card, account)) } else { Err(ErrorCode::SessionForbidden.into()) }
}

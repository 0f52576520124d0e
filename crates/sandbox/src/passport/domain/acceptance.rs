//! How agreements were accepted: in the linked document or beside it, and by whom.

use portico_model::passport::{
    AcceptanceMode, AcceptedBy, AcceptedLinkedDocument, CustomerType, LinkedDocument, LinkedDocuments, NewAccount,
};
use serde_json::{Map, Value};

use super::{
    field::{Fault, Faults},
    owners,
};

/// Whose account it is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Owner<'a> {
    pub(crate) kind: CustomerType,
    pub(crate) id: i64,
    pub(crate) external_id: Option<&'a str>,
    pub(crate) document: &'a Map<String, Value>,
}

/// The linked documents, each with its acceptance: its own, or the one beside it.
pub(crate) fn gather(new: &mut NewAccount) -> Vec<LinkedDocument> {
    let mut documents = new.linked_document.take().map(LinkedDocuments::into_list).unwrap_or_default();
    for document in &mut documents {
        document.acceptance_mode = document.acceptance_mode.or(new.acceptance_mode);
        if document.acceptance_details.is_none() {
            document.acceptance_details.clone_from(&new.acceptance_details);
        }
    }
    documents
}

/// Who is said to have accepted, each with the path at which that stands: in the documents, and beside them.
pub(crate) fn told(new: &NewAccount) -> Vec<(String, AcceptedBy)> {
    let inside: Vec<(String, &LinkedDocument)> = match &new.linked_document {
        None => Vec::new(),
        Some(LinkedDocuments::One(document)) => vec![("linkedDocument.".to_owned(), document)],
        Some(LinkedDocuments::Many(documents)) => {
            let path = |index| format!("linkedDocument[{index}].");
            documents.iter().enumerate().map(|(index, document)| (path(index), document)).collect()
        }
    };
    let inside = inside.into_iter().map(|(path, document)| (path, document.acceptance_details.as_ref()));
    inside
        .chain([(String::new(), new.acceptance_details.as_ref())])
        .filter_map(|(path, details)| {
            let by = details?.accepted_by.clone()?;
            Some((format!("{path}acceptanceDetails.acceptedBy"), by))
        })
        .collect()
}

/// Notes who can't have accepted: an individual's account is accepted by the customer, a business's by one of its owners.
/// `base` is the path at which `by` stands.
pub(crate) fn check(base: &str, by: &AcceptedBy, owner: Owner<'_>, faults: &mut Faults) {
    let path = |name| format!("{base}.{name}");
    let external = by.external_id.as_deref();
    let (entity, is_known) = match owner.kind {
        CustomerType::Individual => (
            "CUSTOMER",
            by.id.is_none_or(|id| id == owner.id)
                && external.is_none_or(|external| owner.external_id == Some(external)),
        ),
        CustomerType::Business => ("BENEFICIAL_OWNER", owners::find(owner.document, by.id, external).is_some()),
    };
    if by.entity != entity {
        faults.note(path("entity"), Fault::NotAllowed);
    } else if owner.kind == CustomerType::Business && by.id.is_none() && external.is_none() {
        faults.note(path("id"), Fault::Missing);
    } else if !is_known {
        faults.note(path(if by.id.is_some() { "id" } else { "externalId" }), Fault::NotAllowed);
    }
}

/// Whether something that the guide recommends is left out, for which the platform warns.
pub(crate) fn is_sparse(document: &AcceptedLinkedDocument) -> bool {
    match document.acceptance_mode {
        None => true,
        Some(AcceptanceMode::Wetsign) => false,
        Some(AcceptanceMode::Clickwrap | AcceptanceMode::Esign) => {
            document.acceptance_details.as_ref().is_none_or(|details| {
                details.ip_address.is_none() || details.accepted_on.is_none() || details.accepted_by.is_none()
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn knows_who_may_have_accepted() {
        let document = json!({"business": {"beneficialOwner": [{"id": 9, "externalId": "o"}]}});
        let document = document.as_object().unwrap();
        let (person, firm) = (CustomerType::Individual, CustomerType::Business);
        for (kind, by, wrong) in [
            (person, json!({"entity": "CUSTOMER"}), None),
            (person, json!({"entity": "CUSTOMER", "id": 5, "externalId": "c"}), None),
            (person, json!({"entity": "CUSTOMER", "id": 6}), Some("id")),
            (person, json!({"entity": "CUSTOMER", "externalId": "d"}), Some("externalId")),
            (person, json!({"entity": "BENEFICIAL_OWNER", "id": 9}), Some("entity")),
            (firm, json!({"entity": "BENEFICIAL_OWNER", "id": 9}), None),
            (firm, json!({"entity": "BENEFICIAL_OWNER", "externalId": "o"}), None),
            (firm, json!({"entity": "BENEFICIAL_OWNER", "id": 9, "externalId": "p"}), Some("id")),
            (firm, json!({"entity": "BENEFICIAL_OWNER"}), Some("id")),
            (firm, json!({"entity": "CUSTOMER", "id": 5}), Some("entity")),
        ] {
            let accepted: AcceptedBy = serde_json::from_value(by.clone()).unwrap();
            for base in ["acceptanceDetails.acceptedBy", "linkedDocument[1].acceptanceDetails.acceptedBy"] {
                let mut faults = Faults::default();
                check(base, &accepted, Owner { kind, id: 5, external_id: Some("c"), document }, &mut faults);
                let found: Vec<String> = faults.0.into_iter().map(|(path, _)| path).collect();
                assert_eq!(found, wrong.map(|name| format!("{base}.{name}")).as_slice(), "{kind:?} {by}");
            }
        }
    }

    #[test]
    fn what_stands_beside_counts_where_the_document_says_nothing() {
        let mut new: NewAccount = serde_json::from_value(json!({
            "linkedDocument": [
                {"purpose": "AUTHORIZATION", "document": {"type": "SPAA", "base64EncodedContent": "x"}},
                {"purpose": "AUTHORIZATION", "document": {"type": "SPAA", "base64encodedContent": "x"}, "acceptanceMode": "WETSIGN"},
            ],
            "acceptanceMode": "CLICKWRAP", "acceptanceDetails": {"ipAddress": "203.0.113.7"},
        }))
        .unwrap();
        let documents = gather(&mut new);
        assert_eq!(documents[0].acceptance_mode, Some(AcceptanceMode::Clickwrap));
        assert_eq!(documents[1].acceptance_mode, Some(AcceptanceMode::Wetsign));
        assert!(documents[0].acceptance_details.is_some());
    }

    #[test]
    fn everything_that_is_recommended_is_looked_for() {
        let by = json!({"entity": "CUSTOMER"});
        let whole = json!({"ipAddress": "203.0.113.7", "acceptedOn": "01/15/2027", "acceptedBy": by});
        for (mode, details, sparse) in [
            (json!(null), whole.clone(), true),
            (json!("WETSIGN"), json!(null), false),
            (json!("ESIGN"), whole, false),
            (json!("CLICKWRAP"), json!(null), true),
            (json!("CLICKWRAP"), json!({"ipAddress": "203.0.113.7", "acceptedBy": by}), true),
        ] {
            let document: AcceptedLinkedDocument = serde_json::from_value(json!({"purpose": "AUTHORIZATION",
                "document": {"type": "SPAA"}, "acceptanceMode": mode, "acceptanceDetails": details}))
            .unwrap();
            assert_eq!(is_sparse(&document), sparse, "{mode} {details}");
        }
    }
}

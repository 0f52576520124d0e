//! Expected use: who is asked, what is asked, and the answers.

use serde_json::{Value, json};

use crate::support::{Customer, Platform};

const DEPOSITS: [&str; 4] = ["$2,000 and under", "$2,000.01 to $10,000", "$10,000.01 to $20,000", "Over $20,000"];

/// The guide breaks "State/Government Employee" over two bullets; it is one occupation.
const OCCUPATIONS: [&str; 51] = [
    "Accountant",
    "Administrative Assistant",
    "Administrator",
    "Ag Manager",
    "Architecture",
    "Auditor",
    "Bookkeeper",
    "Broker",
    "Business and Financial Operations",
    "Carpenter",
    "Cashier",
    "Child Care",
    "Clergy",
    "Coach",
    "Contractor",
    "Customer Service Representative",
    "Dentist",
    "Doctor",
    "Education",
    "Electrician",
    "Engineer",
    "Executive",
    "Farmer",
    "Fire Fighter",
    "Food Service",
    "Hair Stylist",
    "Health Care",
    "Hotel/Motel",
    "Insurance",
    "Jeweler",
    "Legal Occupations",
    "Manager",
    "Meat Packer",
    "Musician",
    "Nurse",
    "Pharmacist",
    "Postal Service",
    "Protective Service Occupation",
    "Real Estate",
    "Salesperson",
    "Self-employed",
    "State/Government Employee",
    "Student",
    "Teacher",
    "Travel Agent",
    "Truck Driver",
    "Unemployed - income",
    "Unemployed - no income",
    "Veterinarian",
    "Construction Worker",
    "Production Worker",
];

async fn questions(platform: &Platform, customer: &Customer) -> Vec<Value> {
    let path = format!("/people/{}/expected_use", customer.person_id);
    customer.get(platform, &path).await.expect(200)["questions"].as_array().unwrap().clone()
}

async fn asked(platform: &Platform) -> Vec<Value> {
    let customer = Customer::with_person(platform, "acp_checking", "1234").await;
    questions(platform, &customer).await
}

fn options(question: &Value) -> Vec<&str> {
    question["options"].as_array().unwrap().iter().map(|option| option["text"].as_str().unwrap()).collect()
}

/// guide: The "Expected Use Questions" information is applicable only for Demand Deposit Accounts (DDA).
#[tokio::test]
async fn expected_use_is_for_demand_deposit_accounts_alone() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_prepaid", "1234").await;
        assert_eq!(questions(platform, &customer).await, Vec::<Value>::new());
        let path = format!("/people/{}/expected_use", customer.person_id);
        let reply = customer.put(platform, &path, &json!({"answers": []})).await;
        reply.expect_problem(422, "expected_use_not_applicable");
        assert!(!customer.account(platform).await.to_string().contains("expected_use"));
        assert_eq!(asked(platform).await.len(), 2);
    })
    .await;
}

/// guide: As per the regulations, Netspend has to collect some information about customers like–occupations and salary range.
/// guide: This is presented in the form of a bank survey from which the required answers are collected.
#[tokio::test]
async fn the_survey_collects_both_answers() {
    Platform::each(async |platform| {
        let questions = asked(platform).await;
        assert!(questions.iter().all(|question| question["type"] == "single_choice"));
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        let path = format!("/people/{}/expected_use", customer.person_id);
        for question in &questions {
            let one = json!({"question_id": question["id"], "option_id": question["options"][0]["id"]});
            let reply = customer.put(platform, &path, &json!({"answers": [one]})).await;
            reply.expect_problem(422, "validation_failed");
            assert_eq!(reply.fields(), [("/answers".to_owned(), "required".to_owned())]);
        }
    })
    .await;
}

/// guide: To get a list of expected questions that are associated with a person_id, partners can make a request to GET
/// /people/{person_id}/expected_use endpoint.
#[tokio::test]
async fn get_expected_use_lists_the_questions_of_a_person() {
    Platform::each(async |platform| {
        let ids: Vec<Value> = asked(platform).await.iter().map(|question| question["id"].clone()).collect();
        assert_eq!(ids, ["monthly_deposit", "occupation"]);
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        customer.get(platform, "/people/unknown/expected_use").await.expect_problem(404, "person_not_found");
    })
    .await;
}

/// guide: When the customer selects or provides the answers, they are submitted to Netspend by making a request to PUT
/// /people/{person_id}/expected_use endpoint for the same person_id.
#[tokio::test]
async fn put_expected_use_submits_the_answers() {
    Platform::each(async |platform| {
        let customer = Customer::with_person(platform, "acp_checking", "1234").await;
        let answered = customer.answer_expected_use(platform).await.expect(200);
        assert!(!answered["workflows"].to_string().contains("expected_use"));
        let stranger = Customer::with_person(platform, "acp_checking", "4321").await;
        let path = format!("/people/{}/expected_use", customer.person_id);
        let reply = stranger.put(platform, &path, &json!({"answers": []})).await;
        reply.expect_problem(403, "session_forbidden");
    })
    .await;
}

/// guide: About how much do you expect to deposit each month?
/// guide: $2,000 and under
/// guide: $2,000.01 to $10,000
/// guide: $10,000.01 to $20,000
/// guide: Over $20,000
#[tokio::test]
async fn the_first_question_is_about_deposits() {
    Platform::each(async |platform| {
        let question = asked(platform).await.remove(0);
        assert_eq!(question["text"], "About how much do you expect to deposit each month?");
        assert_eq!(options(&question), DEPOSITS);
    })
    .await;
}

/// guide: What is your occupation?
/// guide: Accountant
/// guide: Administrative Assistant
/// guide: Administrator
/// guide: Ag Manager
/// guide: Architecture
/// guide: Auditor
/// guide: Bookkeeper
/// guide: Broker
/// guide: Business and Financial Operations
/// guide: Carpenter
/// guide: Cashier
/// guide: Child Care
/// guide: Clergy
/// guide: Coach
/// guide: Contractor
/// guide: Customer Service Representative
/// guide: Dentist
/// guide: Doctor
/// guide: Education
/// guide: Electrician
/// guide: Engineer
/// guide: Executive
/// guide: Farmer
/// guide: Fire Fighter
/// guide: Food Service
/// guide: Hair Stylist
/// guide: Health Care
/// guide: Hotel/Motel
/// guide: Insurance
/// guide: Jeweler
/// guide: Legal Occupations
/// guide: Manager
/// guide: Meat Packer
/// guide: Musician
/// guide: Nurse
/// guide: Pharmacist
/// guide: Postal Service
/// guide: Protective Service Occupation
/// guide: Real Estate
/// guide: Salesperson
/// guide: Self-employed
/// guide: State/Government
/// guide: Employee
/// guide: Student
/// guide: Teacher
/// guide: Travel Agent
/// guide: Truck Driver
/// guide: Unemployed - income
/// guide: Unemployed - no income
/// guide: Veterinarian
/// guide: Construction Worker
/// guide: Production Worker
#[tokio::test]
async fn the_second_question_is_about_the_occupation() {
    Platform::each(async |platform| {
        let question = asked(platform).await.remove(1);
        assert_eq!(question["text"], "What is your occupation?");
        assert_eq!(options(&question), OCCUPATIONS);
    })
    .await;
}

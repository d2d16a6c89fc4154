// SPDX-License-Identifier: MIT
#pragma once
#include "services/registry/api/agreement_requests.hpp"
#include "services/registry/api/contact.hpp"
#include "services/registry/api/party_requests.hpp"
#include "services/registry/api/relationship_requests.hpp"
#include "services/registry/api/service.hpp"

/// What the registry answers and tells. Each event's data is `{<entity>, changes}`: the entity as it is after the
/// change, with its version, and before and after of what changed.
namespace rapport::registry::api {

using kit::ById;
using kit::Command;
using kit::CREATE;
using kit::Event;
using kit::GET;
using kit::Page;
using kit::PATCH;
using kit::POST;
using kit::Query;
using kit::Role;

inline constexpr kit::Roles staff = kit::roles(Role::agent, Role::account_manager);

inline constexpr Command<CreateParty, Party> create_party{"create_party", CREATE("/parties"), staff, "enters a party"};
inline constexpr Query<ById<PartyId>, Party> get_party{"get_party", GET("/parties/{id}"), staff, "one party"};
inline constexpr Command<UpdateParty, Party> update_party{"update_party", PATCH("/parties/{id}"), staff,
                                                          "changes what is named of a party"};
inline constexpr Query<ListParties, Page<Party>> list_parties{"list_parties", GET("/parties"), staff,
                                                              "parties, newest first"};
inline constexpr Command<RetireParty, Party> retire_party{"retire_party", POST("/parties/{id}/retire"), staff,
                                                          "hides a party from lists; refused with an active agreement"};
inline constexpr Command<RetireParty, Party> restore_party{"restore_party", POST("/parties/{id}/restore"), staff,
                                                           "takes a retirement back"};
inline constexpr Query<ById<PartyId>, Candidates> duplicates{"duplicates", GET("/parties/{id}/duplicates"), staff,
                                                             "parties that may be the same one"};
inline constexpr Command<ImportParties, ImportedParties> import_parties{
    "import_parties", kit::bus_only, kit::roles(Role::agent), "enters or changes many parties by reference, quietly"};

inline constexpr Command<CreateContact, Contact> create_contact{"create_contact", CREATE("/contacts"), staff,
                                                                "links a person to a party"};
inline constexpr Query<ById<ContactId>, Contact> get_contact{"get_contact", GET("/contacts/{id}"), staff,
                                                             "one contact"};
inline constexpr Command<UpdateContact, Contact> update_contact{"update_contact", PATCH("/contacts/{id}"), staff,
                                                                "changes what is named of a contact"};
inline constexpr Query<ListContacts, Page<Contact>> list_contacts{"list_contacts", GET("/contacts"), staff,
                                                                  "contacts, newest first"};

inline constexpr Command<CreateRelationship, Relationship> create_relationship{
    "create_relationship", CREATE("/relationships"), staff, "begins a relationship"};
inline constexpr Query<ById<RelationshipId>, Relationship> get_relationship{
    "get_relationship", GET("/relationships/{id}"), staff, "one relationship"};
inline constexpr Command<UpdateRelationship, Relationship> update_relationship{
    "update_relationship", PATCH("/relationships/{id}"), staff, "changes what is named of a relationship"};
inline constexpr Command<MoveRelationship, Relationship> move_relationship{
    "move_relationship", POST("/relationships/{id}/move"), staff, "moves a relationship to another stage"};
inline constexpr Query<ListRelationships, Page<Relationship>> list_relationships{
    "list_relationships", GET("/relationships"), staff, "relationships, newest first"};
inline constexpr Query<ListMoves, Page<StageMove>> list_moves{"list_moves", GET("/relationships/{id}/moves"), staff,
                                                              "a relationship's steps from stage to stage"};

inline constexpr Command<CreateService, Service> create_service{"create_service", CREATE("/services"),
                                                                kit::roles(Role::agent), "enters a service"};
inline constexpr Query<ById<ServiceId>, Service> get_service{"get_service", GET("/services/{id}"), staff,
                                                             "one service"};
inline constexpr Command<UpdateService, Service> update_service{
    "update_service", PATCH("/services/{id}"), kit::roles(Role::agent), "changes what is named of a service"};
inline constexpr Query<ListServices, Page<Service>> list_services{"list_services", GET("/services"), staff,
                                                                  "the catalogue, newest first"};

inline constexpr Command<CreateAgreement, Agreement> create_agreement{"create_agreement", CREATE("/agreements"), staff,
                                                                      "enters an agreement as a draft"};
inline constexpr Query<ById<AgreementId>, Agreement> get_agreement{"get_agreement", GET("/agreements/{id}"), staff,
                                                                   "one agreement"};
inline constexpr Command<UpdateAgreement, Agreement> update_agreement{"update_agreement", PATCH("/agreements/{id}"),
                                                                      staff, "changes what is named of an agreement"};
inline constexpr Command<StepAgreement, Agreement> activate_agreement{
    "activate_agreement", POST("/agreements/{id}/activate"), staff, "puts a draft into force"};
inline constexpr Command<StepAgreement, Agreement> renew_agreement{"renew_agreement", POST("/agreements/{id}/renew"),
                                                                   staff, "renews one that is renewed expressly"};
inline constexpr Command<GiveNotice, Agreement> give_notice{"give_notice", POST("/agreements/{id}/notice"), staff,
                                                            "gives notice for the next end that it is in time for"};
inline constexpr Command<TerminateAgreement, Agreement> terminate_agreement{
    "terminate_agreement", POST("/agreements/{id}/terminate"), staff, "ends an agreement at once"};
inline constexpr Query<ListAgreements, Page<Agreement>> list_agreements{"list_agreements", GET("/agreements"), staff,
                                                                        "agreements, newest first"};

inline constexpr Event<PartyEvent> party_created{"registry.party_created", "a party was entered"};
inline constexpr Event<PartyEvent> party_changed{"registry.party_changed", "a party was changed or restored"};
inline constexpr Event<PartyEvent> party_retired{"registry.party_retired", "a party was retired"};
inline constexpr Event<ContactEvent> contact_created{"registry.contact_created", "a contact was entered"};
inline constexpr Event<ContactEvent> contact_changed{"registry.contact_changed", "a contact was changed"};
inline constexpr Event<RelationshipEvent> relationship_created{"registry.relationship_created", "one began"};
inline constexpr Event<RelationshipEvent> relationship_changed{"registry.relationship_changed",
                                                               "one was changed, or moved to another stage"};
inline constexpr Event<ServiceEvent> service_created{"registry.service_created", "a service was entered"};
inline constexpr Event<ServiceEvent> service_changed{"registry.service_changed", "a service was changed"};
inline constexpr Event<AgreementEvent> agreement_created{"registry.agreement_created", "an agreement was drafted"};
inline constexpr Event<AgreementEvent> agreement_changed{
    "registry.agreement_changed", "an agreement was changed, put into force, renewed, or came to its end"};

}  // namespace rapport::registry::api

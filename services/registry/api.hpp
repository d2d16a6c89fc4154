// SPDX-License-Identifier: MIT
#pragma once
#include "services/kit/entities/import.hpp"
#include "services/kit/entities/moves.hpp"
#include "services/kit/parties_told.hpp"
#include "services/registry/api/agreement_requests.hpp"
#include "services/registry/api/contact.hpp"
#include "services/registry/api/party_requests.hpp"
#include "services/registry/api/relationship_requests.hpp"
#include "services/registry/api/service.hpp"

/// What the registry answers and tells. Entities that have moves are answered with those of the caller (Shown). Each
/// event's data is `{<entity>, changes}`: the entity as it is after the change, with its version, and before and after
/// of what changed.
namespace rapport::registry::api {

using kit::AtVersion;
using kit::ById;
using kit::Changed;
using kit::Command;
using kit::CREATE;
using kit::Edit;
using kit::Event;
using kit::GET;
using kit::ListOf;
using kit::New;
using kit::Page;
using kit::PATCH;
using kit::POST;
using kit::Query;
using kit::Role;
using kit::Shown;
using kit::WithReason;

inline constexpr kit::Roles staff = kit::roles(Role::agent, Role::account_manager);

inline constexpr Command<New<Party>, Shown<Party>> create_party{"create_party", CREATE("/parties"), staff,
                                                                "Create a party."};
inline constexpr Query<ById<PartyId>, Shown<Party>> get_party{"get_party", GET("/parties/{id}"), staff, "Get a party."};
inline constexpr Command<Edit<Party>, Shown<Party>> update_party{"update_party", PATCH("/parties/{id}"), staff,
                                                                 "Update a party: only the fields given change."};
inline constexpr Query<ListParties, Page<Shown<Party>>> list_parties{"list_parties", GET("/parties"), staff,
                                                                     "List parties, newest first."};
inline constexpr Command<RetireParty, Shown<Party>> retire_party{
    "retire_party", POST("/parties/{id}/retire"), staff,
    "Retire a party: lists hide it, its history stays. Refused while something of it is open in any service, such as "
    "an agreement in force or a complaint, unless that is handed over."};
inline constexpr Command<AtVersion<PartyId>, Shown<Party>> restore_party{"restore_party", POST("/parties/{id}/restore"),
                                                                         staff, "Restore a retired party."};
inline constexpr Command<EraseParty, Shown<Party>> erase_party{
    "erase_party", POST("/parties/{id}/erase"), kit::managers,
    "Erase what is personal of a party, for good, here and in every service, with what was told of it. Refused while "
    "something of it is open in any service; `GET /holds` says beforehand what."};
inline constexpr Query<ById<PartyId>, Candidates> duplicates{
    "duplicates", GET("/parties/{id}/duplicates"), staff,
    "List the parties that may be the same as this one, the likeliest first."};
inline constexpr Command<kit::ImportRows, kit::ImportedRows> import_parties{
    "import_parties", kit::bus_only, kit::roles(Role::agent),
    "Create or update many parties, found by their references: rows are ImportRow. Nobody is notified unless asked "
    "for."};

inline constexpr Command<New<Contact>, Contact> create_contact{"create_contact", CREATE("/contacts"), staff,
                                                               "Create a contact: link a person to a party."};
inline constexpr Query<ById<ContactId>, Contact> get_contact{"get_contact", GET("/contacts/{id}"), staff,
                                                             "Get a contact."};
inline constexpr Command<Edit<Contact>, Contact> update_contact{"update_contact", PATCH("/contacts/{id}"), staff,
                                                                "Update a contact: only the fields given change."};
inline constexpr Query<ListOf<Contact>, Page<Contact>> list_contacts{"list_contacts", GET("/contacts"), staff,
                                                                     "List contacts, newest first."};

inline constexpr Command<New<Relationship>, Shown<Relationship>> create_relationship{
    "create_relationship", CREATE("/relationships"), staff, "Create a relationship with a party."};
inline constexpr Query<ById<RelationshipId>, Shown<Relationship>> get_relationship{
    "get_relationship", GET("/relationships/{id}"), staff, "Get a relationship."};
inline constexpr Command<Edit<Relationship>, Shown<Relationship>> update_relationship{
    "update_relationship", PATCH("/relationships/{id}"), staff, "Update a relationship: only the fields given change."};
inline constexpr Command<MoveRelationship, Shown<Relationship>> move_relationship{
    "move_relationship", POST("/relationships/{id}/move"), staff,
    "Move a relationship to another stage, with a reason."};
inline constexpr Query<ListOf<Relationship>, Page<Shown<Relationship>>> list_relationships{
    "list_relationships", GET("/relationships"), staff, "List relationships, newest first."};
inline constexpr Query<ListMoves, Page<StageMove>> list_moves{
    "list_moves", GET("/relationships/{id}/moves"), staff,
    "List the moves of a relationship from stage to stage, newest first."};

inline constexpr Command<New<Service>, Service> create_service{"create_service", CREATE("/services"),
                                                               kit::roles(Role::agent), "Create a service."};
inline constexpr Query<ById<ServiceId>, Service> get_service{"get_service", GET("/services/{id}"), staff,
                                                             "Get a service."};
inline constexpr Command<Edit<Service>, Service> update_service{"update_service", PATCH("/services/{id}"),
                                                                kit::roles(Role::agent),
                                                                "Update a service: only the fields given change."};
inline constexpr Query<ListOf<Service>, Page<Service>> list_services{
    "list_services", GET("/services"), staff, "List the services of the catalogue, newest first."};

inline constexpr Command<New<Agreement>, Shown<Agreement>> create_agreement{"create_agreement", CREATE("/agreements"),
                                                                            staff, "Create an agreement, as a draft."};
inline constexpr Query<ById<AgreementId>, Shown<Agreement>> get_agreement{"get_agreement", GET("/agreements/{id}"),
                                                                          staff, "Get an agreement."};
inline constexpr Command<Edit<Agreement>, Shown<Agreement>> update_agreement{
    "update_agreement", PATCH("/agreements/{id}"), staff,
    "Update an agreement: only the fields given change. Its kind and term change only in a draft."};
inline constexpr Command<AtVersion<AgreementId>, Shown<Agreement>> activate_agreement{
    "activate_agreement", POST("/agreements/{id}/activate"), staff, "Put a draft into force."};
inline constexpr Command<AtVersion<AgreementId>, Shown<Agreement>> renew_agreement{
    "renew_agreement", POST("/agreements/{id}/renew"), staff, "Renew an agreement that is renewed expressly."};
inline constexpr Command<GiveNotice, Shown<Agreement>> give_notice{
    "give_notice", POST("/agreements/{id}/notice"), staff,
    "Record notice: the agreement ends at the first end that the notice is in time for."};
inline constexpr Command<WithReason<AgreementId>, Shown<Agreement>> terminate_agreement{
    "terminate_agreement", POST("/agreements/{id}/terminate"), staff, "Terminate an agreement at once."};
inline constexpr Query<ListOf<Agreement>, Page<Shown<Agreement>>> list_agreements{
    "list_agreements", GET("/agreements"), staff, "List agreements, newest first."};

inline constexpr Event<Changed<Party>> party_created{"registry.party_created", "a party was entered"};
inline constexpr Event<Changed<Party>> party_changed{"registry.party_changed", "a party was changed or restored"};
inline constexpr Event<PartyRetired> party_retired{
    "registry.party_retired", "a party was retired; what belonged to it goes to `hand_over_to`, if that is named"};
/// What is personal of the party is blank since, in whatever is told of it later.
inline constexpr Event<kit::PartyErased> party_erased = kit::party_erased;
inline constexpr Event<Changed<Contact>> contact_created{"registry.contact_created", "a contact was entered"};
inline constexpr Event<Changed<Contact>> contact_changed{"registry.contact_changed", "a contact was changed"};
inline constexpr Event<RelationshipEvent> relationship_created{"registry.relationship_created", "one began"};
inline constexpr Event<RelationshipEvent> relationship_changed{"registry.relationship_changed",
                                                               "one was changed, or moved to another stage"};
inline constexpr Event<Changed<Service>> service_created{"registry.service_created", "a service was entered"};
inline constexpr Event<Changed<Service>> service_changed{"registry.service_changed", "a service was changed"};
inline constexpr Event<Changed<Agreement>> agreement_created{"registry.agreement_created", "an agreement was drafted"};
inline constexpr Event<Changed<Agreement>> agreement_changed{
    "registry.agreement_changed", "an agreement was changed, put into force, renewed, or came to its end"};

}  // namespace rapport::registry::api

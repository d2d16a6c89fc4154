// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"
#include "services/kit/routes.hpp"

namespace rapport::registry::api {
struct PartyEvent;
struct ContactEvent;
struct ServiceEvent;
}  // namespace rapport::registry::api

namespace rapport::complaints {

/// What is known here of the registry's parties, contacts and services.
class Directory {
public:
    kit::Routes routes();
    /// Checks what a complaint names of the registry, and gives it the party's name; the party of its contact, if it
    /// names none. kit::UnknownReference for what is not known here (yet).
    void check(const kit::View& view, Complaint& complaint) const;
    /// kit::UnknownReference unless the service is known.
    void check_service(const kit::View& view, const ServiceId& id) const;
    /// kit::UnknownReference unless the party is known; `field` of the request named it.
    std::string party_name(const kit::View& view, const PartyId& id, const std::string& field) const;
    /// The name of a party or service, by its id as text.
    std::optional<std::string> name_of(const kit::View& view, const std::string& id) const;

private:
    void know_party(kit::Unit& unit, const registry::api::PartyEvent& told);
    void know_contact(kit::Unit& unit, const registry::api::ContactEvent& told);
    void know_service(kit::Unit& unit, const registry::api::ServiceEvent& told);
    void forget(kit::Unit& unit);
};

}  // namespace rapport::complaints

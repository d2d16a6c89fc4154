// SPDX-License-Identifier: MIT
#pragma once
#include "services/complaints/api/complaint.hpp"
#include "services/kit/entities/party_events.hpp"
#include "services/kit/entities/replica.hpp"

namespace rapport::registry::api {
struct Party;
struct Contact;
struct Service;
}  // namespace rapport::registry::api

namespace rapport::complaints {

/// What is known here of the registry's parties, contacts and services.
class Directory {
public:
    Directory();
    kit::Routes routes() const;
    /// Checks what a complaint names of the registry, and gives it the party's name; the party of its contact, if it
    /// names none. kit::UnknownReference for what is not known here (yet).
    void check(const kit::View& view, Complaint& complaint) const;
    /// The same of a record that names a party and nothing else. A party that was merged is the one that is left.
    template <class Record>
    void check_party(const kit::View& view, Record& record) const {
        if (!record.party) return;
        record.party = PartyId(kit::canonical_party(view, *record.party));
        record.party_name = party_name(view, *record.party, "party");
    }
    /// Gives a record the name of its party, if that is known here yet.
    template <class Record>
    void name_party(const kit::View& view, Record& record) const {
        if (auto name = name_of(view, to_text(*record.party))) record.party_name = std::move(name);
    }
    /// kit::UnknownReference unless the service is known.
    void check_service(const kit::View& view, const ServiceId& id) const;
    /// kit::UnknownReference unless the party is known; `field` of the request named it.
    std::string party_name(const kit::View& view, const PartyId& id, const std::string& field) const;
    /// The name of a party or service, by its id as text.
    std::optional<std::string> name_of(const kit::View& view, const std::string& id) const;

private:
    kit::Replica<registry::api::Party> parties_;
    kit::Replica<registry::api::Contact> contacts_;
    kit::Replica<registry::api::Service> services_;
};

}  // namespace rapport::complaints

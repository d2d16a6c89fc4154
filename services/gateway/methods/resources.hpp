// SPDX-License-Identifier: MIT
#pragma once
#include <map>
#include <string>
#include <vector>

#include "bus/wire/info.hpp"
#include "services/kit/names.hpp"

namespace rapport::gateway {

/// A kind of records that a service has, as its methods tell it: a list (`GET /complaints` of items with an id), and
/// beside it one record (`GET /complaints/{id}`).
struct Resource {
    std::string service;
    std::string type;                     ///< `complaints.Complaint`
    std::string path;                     ///< of the list, `/api/v1/complaints`
    std::string list;                     ///< the method of the list
    std::string get;                      ///< of one record; empty: there is none
    std::vector<std::string> list_roles;  ///< each that may call the list
    bool searches = false;                ///< the list takes `search`
    bool takes_ids = false;               ///< the list takes `ids`
    bool numbered = false;                ///< records have a number
    std::string title, subtitle, state;   ///< `x-ui` of the record: templates, and a field; empty: guessed

    /// Whether one of those roles may call the list.
    bool lists_for(const std::vector<std::string>& roles) const;
};

/// Those of all services, in their order; of a type that has several lists, the one with a method for one record first.
std::vector<Resource> resources_of(const std::vector<bus::ServiceInfo>& services);

/// What a record is called (JSON text of the record): by `x-ui` of its schema, or else by its number and what most
/// records are called by. Nothing for what has no id.
std::optional<kit::NamedRecord> named(const Resource& resource, const std::string& record);

/// The MessagePack of a map of text to values.
std::string request_of(const std::map<std::string, std::string>& packed_values);
std::string packed_text(std::string_view text);
std::string packed_number(std::int64_t number);

}  // namespace rapport::gateway

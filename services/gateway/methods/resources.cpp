// SPDX-License-Identifier: MIT
#include "services/gateway/methods/resources.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

using Json = nlohmann::json;

Json schema_from(const Any& schema) {
    if (schema.empty()) return Json::object();
    auto json = Json::parse(to_json(schema.bytes), nullptr, false);
    return json.is_object() ? json : Json::object();
}

Json at(const Json& object, std::initializer_list<const char*> path) {
    Json here = object;
    for (const char* name : path) {
        if (!here.is_object() || !here.contains(name)) return {};
        here = Json(here[name]);
    }
    return here;
}

std::string text_at(const Json& object, const char* name) {
    const Json value = at(object, {name});
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number_integer()) return value.dump();
    return {};
}

/// Nothing if the method lists no records.
std::optional<Resource> list_in(const bus::ServiceInfo& service, const bus::MethodInfo& method) {
    if (method.verb != "GET" || !method.path || method.path->find('{') != std::string::npos) return {};
    const Json item = at(schema_from(method.result), {"properties", "items", "items"});
    const std::string title = text_at(item, "title");
    if (title.empty() || at(item, {"properties", "id"}).is_null()) return {};
    const Json asked = at(schema_from(method.request), {"properties"});
    Resource resource{.service = service.name,
                      .type = service.name + "." + title,
                      .path = "/api/v1" + *method.path,
                      .list = method.name,
                      .list_roles = method.roles,
                      .searches = !at(asked, {"search"}).is_null(),
                      .takes_ids = !at(asked, {"ids"}).is_null(),
                      .numbered = !at(item, {"properties", "number"}).is_null()};
    const Json shown = at(item, {"x-ui"});
    resource.title = text_at(shown, "title");
    resource.subtitle = text_at(shown, "subtitle");
    resource.state = text_at(shown, "state");
    for (const bus::MethodInfo& one : service.methods)
        if (one.verb == "GET" && one.path == *method.path + "/{id}") resource.get = one.name;
    return resource;
}

/// `{number} {subject}` with the record's values. Ids are no words for people: they are left out.
std::string filled(const std::string& pattern, const Json& record) {
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const auto end = pattern[i] == '{' ? pattern.find('}', i) : pattern.npos;
        if (end == pattern.npos) {
            out += pattern[i];
            continue;
        }
        const std::string value = text_at(record, pattern.substr(i + 1, end - i - 1).c_str());
        if (!uuid_from(value)) out += value;
        i = end;
    }
    const auto first = std::min(out.find_first_not_of(' '), out.size());
    return out.substr(first, out.find_last_not_of(' ') + 1 - first);
}

std::string guessed_title(const Json& record) {
    for (const char* name : {"subject", "title", "full_name", "name", "label", "text"})
        if (std::string value = text_at(record, name); !value.empty()) return value.substr(0, 200);
    return {};
}

std::optional<std::string> said(std::string text) {
    if (text.empty()) return {};
    return text;
}

}  // namespace

bool Resource::lists_for(const std::vector<std::string>& roles) const {
    return std::ranges::any_of(list_roles,
                               [&](const std::string& role) { return std::ranges::find(roles, role) != roles.end(); });
}

std::vector<Resource> resources_of(const std::vector<bus::ServiceInfo>& services) {
    std::vector<Resource> all;
    for (const bus::ServiceInfo& service : services)
        for (const bus::MethodInfo& method : service.methods) {
            auto found = list_in(service, method);
            if (!found) continue;
            const auto known = std::ranges::find(all, found->type, &Resource::type);
            if (known == all.end()) all.push_back(*std::move(found));
            else if (known->get.empty() && !found->get.empty()) *known = *std::move(found);
        }
    return all;
}

std::optional<kit::NamedRecord> named(const Resource& resource, const std::string& text) {
    const Json record = Json::parse(text, nullptr, false);
    const auto id = uuid_from(text_at(record, "id"));
    if (!id) return {};
    kit::NamedRecord out{.type = resource.type, .id = *id, .number = said(text_at(record, "number"))};
    out.title = filled(resource.title, record);
    if (out.title.empty()) out.title = guessed_title(record);  // no schema says it, or nothing but an id
    if (out.title.empty()) out.title = out.number.value_or("");
    if (!resource.subtitle.empty()) out.subtitle = said(filled(resource.subtitle, record));
    if (!resource.state.empty()) out.state = said(text_at(record, resource.state.c_str()));
    for (const char* name : {"state", "status", "stage"})
        if (!out.state) out.state = said(text_at(record, name));
    out.retired = at(record, {"retired"}) == Json(true) || at(record, {"active"}) == Json(false) ||
                  !text_at(record, "merged_into").empty();
    return out;
}

std::string request_of(const std::map<std::string, std::string>& values) {
    std::string request;
    Writer out(request);
    out.map(values.size());
    for (const auto& [name, value] : values) {
        out.text(name);
        out.raw(value);
    }
    return request;
}

std::string packed_text(std::string_view text) {
    std::string packed;
    Writer(packed).text(text);
    return packed;
}

std::string packed_number(std::int64_t number) {
    std::string packed;
    Writer(packed).integer(number);
    return packed;
}

}  // namespace rapport::gateway

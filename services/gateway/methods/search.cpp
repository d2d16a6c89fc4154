// SPDX-License-Identifier: MIT
#include "services/gateway/methods/search.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bus/base/codec.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"
#include "services/gateway/methods/resources.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway {
namespace {

struct Search {
    std::string q;
    std::vector<std::string> types;
    std::int64_t limit = 5;
    static constexpr auto fields =
        describe(Field{"q", &Search::q, "words, or a number such as C-2026-000123", length(1, 200)},
                 Field{"types", &Search::types, "only records of these types: complaints.Complaint", length(0, 50)},
                 Field{"limit", &Search::limit, "how many of each type", between(1, 50), defaulted});
};

struct Found {
    std::vector<kit::NamedRecord> items;
    std::vector<std::string> missing;
    static constexpr auto fields =
        describe(Field{"items", &Found::items, "the one of that number first, then by type, newest first"},
                 Field{"missing", &Found::missing,
                       "services that did not answer in time; what they have is not among the items"});
};

constexpr kit::Query<Search, Found> method{"search", kit::GET("/search"),
                                           kit::roles(kit::Role::agent, kit::Role::account_manager),
                                           "Search the records of all services."};

/// `c-2026-000123` → `C-2026-000123`; nothing for what is no number that people quote.
std::optional<std::string> number_in(std::string_view text) {
    const auto first = std::min(text.find_first_not_of(' '), text.size());
    text = text.substr(first, text.find_last_not_of(' ') + 1 - first);
    const auto dash = text.find('-');
    if (dash == text.npos || dash == 0 || dash > 4 || text.size() < dash + 2) return {};
    std::string number(text);
    for (std::size_t i = 0; i < dash; ++i) {
        const auto letter = static_cast<unsigned char>(number[i]);
        if (!std::isalpha(letter)) return {};
        number[i] = static_cast<char>(std::toupper(letter));
    }
    if (number.find_first_not_of("0123456789-", dash) != number.npos) return {};
    return number;
}

/// One call, and what its answer is.
struct Part {
    Resource resource;
    bool one = false;  ///< a record, not a list
};

void check_types(const std::vector<std::string>& types, const std::vector<Resource>& resources) {
    std::vector<std::string_view> known;
    for (const Resource& resource : resources) known.emplace_back(resource.type);
    for (const std::string& type : types)
        if (std::ranges::find(known, type) == known.end()) throw invalid("types", not_one_of(type, known));
}

bus::Reply merged(const std::vector<Part>& parts, std::vector<std::string> missing,
                  const std::vector<bus::Reply>& replies) {
    Found found{.missing = std::move(missing)};
    std::set<Uuid> seen;
    const auto add = [&](const Resource& resource, const std::string& record) {
        auto one = named(resource, record);
        if (one && seen.insert(one->id).second) found.items.push_back(*std::move(one));
    };
    for (std::size_t i = 0; i < replies.size(); ++i) {
        const Part& part = parts[i];
        if (const auto& error = replies[i].error) {
            // Nobody has that number, or it may not be seen; a list may be for other roles than it says.
            const bool nothing = error->code() == Code::not_found || error->code() == Code::permission_denied ||
                                 error->code() == Code::invalid_argument || error->code() == Code::unimplemented;
            if (!nothing) found.missing.push_back(part.resource.service);
            continue;
        }
        const std::string json = to_json(replies[i].result);
        if (part.one) {
            add(part.resource, json);
            continue;
        }
        const auto page = nlohmann::json::parse(json, nullptr, false);
        if (!page.is_object() || !page.contains("items")) continue;
        for (const auto& record : page["items"]) add(part.resource, record.dump());
    }
    std::ranges::sort(found.missing);
    found.missing.erase(std::unique(found.missing.begin(), found.missing.end()), found.missing.end());
    return {.result = encode(found)};
}

}  // namespace

bus::MethodInfo search_method() { return kit::detail::info_of(method, "query"); }

void ask_search(bus::Client& client, const Snapshot& snapshot, const std::string& params,
                const bus::CallOptions& options, std::function<void(bus::Reply)> done) {
    const auto asked = decode_request<Search>(params);
    const auto& resources = snapshot.offer->resources();
    check_types(asked.types, resources);
    const auto wanted = [&](const Resource& resource) {
        return resource.lists_for(options.actor.value_or(Actor{}).roles) &&
               (asked.types.empty() || std::ranges::find(asked.types, resource.type) != asked.types.end());
    };
    const auto parts = std::make_shared<std::vector<Part>>();
    std::vector<ServiceCall> calls;
    if (const auto number = number_in(asked.q))
        for (const Resource& resource : resources) {
            if (!wanted(resource) || !resource.numbered || resource.get.empty()) continue;
            parts->push_back({resource, true});
            calls.push_back({resource.service, resource.get, request_of({{"id", packed_text(*number)}})});
        }
    std::vector<const Resource*> searched;
    for (const Resource& resource : resources)
        if (wanted(resource) && resource.searches) searched.push_back(&resource);
    std::ranges::sort(searched, {}, &Resource::type);
    for (const Resource* resource : searched) {
        parts->push_back({*resource, false});
        calls.push_back({resource->service, resource->list,
                         request_of({{"search", packed_text(asked.q)}, {"limit", packed_number(asked.limit)}})});
    }
    std::vector<std::string> missing;
    add_never_heard(snapshot, missing);
    call_all(client, snapshot, calls, options,
             [parts, missing = std::move(missing), done = std::move(done)](const std::vector<bus::Reply>& replies) {
                 done(readable("search", [&] { return merged(*parts, missing, replies); }));
             });
}

}  // namespace rapport::gateway

// SPDX-License-Identifier: MIT
#include "services/gateway/methods/record_names.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bus/base/codec.hpp"
#include "bus/base/names.hpp"
#include "bus/base/wire.hpp"
#include "services/gateway/methods/resources.hpp"
#include "services/kit/names.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway {
namespace {

struct AllNames {
    std::vector<kit::NamedRecord> items;
    std::vector<std::string> missing;
    static constexpr auto fields = describe(
        Field{"items", &AllNames::items, "those that there are, and that you may see"},
        Field{"missing", &AllNames::missing, "services that did not answer in time: ask for theirs once more"});
};

/// Declared as it is described; it is offered under POST.
constexpr kit::Query<kit::AskNames, AllNames> method{"names", kit::GET("/names"),
                                                     kit::roles(kit::Role::agent, kit::Role::account_manager),
                                                     "List what records are called, by type and id."};

constexpr std::size_t most_ids = 200;
/// How many records are asked for one by one at a time.
constexpr std::size_t most_at_once = 100;

using Refs = std::vector<kit::NamedRef>;

/// What is asked of whom, in rounds: who answers `$names`, and lists, first; what has no list, record by record.
struct Round {
    bus::Client& client;
    Snapshot snapshot;
    bus::CallOptions options;
    std::function<void(bus::Reply)> done;
    std::set<kit::NamedRef> open = {};
    std::set<std::string> listed = {};  ///< types whose list by ids was answered: what it lacks is not there
    AllNames found = {};
    std::chrono::steady_clock::time_point began = std::chrono::steady_clock::now();

    const std::vector<bus::ServiceInfo>& services() const { return snapshot.offer->services; }
    const Resource* resource(const std::string& type) const {
        const auto& all = snapshot.offer->resources();
        const auto one = std::ranges::find(all, type, &Resource::type);
        return one == all.end() ? nullptr : &*one;
    }
    void add(kit::NamedRecord record) {
        if (open.erase({record.type, record.id})) found.items.push_back(std::move(record));
    }
};
using RoundPtr = std::shared_ptr<Round>;

std::string service_of(const std::string& type) { return type.substr(0, type.find('.')); }

void take(Round& round, const ServiceCall& call, const Resource* resource, bool one, const bus::Reply& reply) {
    if (reply.error) {
        switch (reply.error->code()) {
            case Code::not_found:
            case Code::permission_denied:
            case Code::invalid_argument:
            case Code::unimplemented:
                return;
            default:
                round.found.missing.push_back(call.service);
                return;
        }
    }
    if (!resource) {
        for (auto& record : decode<kit::Names>(reply.result).items) round.add(std::move(record));
        return;
    }
    const std::string json = to_json(reply.result);
    if (one) {
        if (auto record = named(*resource, json)) round.add(*std::move(record));
        return;
    }
    const auto page = nlohmann::json::parse(json, nullptr, false);
    if (!page.is_object() || !page.contains("items")) return;
    round.listed.insert(resource->type);
    for (const auto& item : page["items"])
        if (auto record = named(*resource, item.dump())) round.add(*std::move(record));
}

/// A call, and how its answer is read.
struct Asked {
    ServiceCall call;
    const Resource* resource = nullptr;  ///< none: the answer to `$names`
    bool one = false;
};

void ask(const RoundPtr& round, std::vector<Asked> asked, const std::function<void()>& then) {
    std::vector<ServiceCall> calls;
    for (const Asked& one : asked) calls.push_back(one.call);
    auto options = round->options;
    const auto used = std::chrono::steady_clock::now() - round->began;
    options.timeout = std::max<bus::Loop::Duration>(
        std::chrono::duration_cast<bus::Loop::Duration>(fan_out_budget - used), bus::Loop::Duration(1));
    call_all(round->client, round->snapshot, calls, options,
             [round, asked = std::move(asked), then](const std::vector<bus::Reply>& replies) {
                 const auto reply = readable("names", [&] {
                     for (std::size_t i = 0; i < replies.size(); ++i)
                         take(*round, asked[i].call, asked[i].resource, asked[i].one, replies[i]);
                     return bus::Reply{};
                 });
                 if (reply.error) round->done(reply);
                 else then();
             });
}

void finish(const RoundPtr& round) {
    auto& missing = round->found.missing;
    std::ranges::sort(missing);
    missing.erase(std::unique(missing.begin(), missing.end()), missing.end());
    round->done({.result = encode(round->found)});
}

/// Some kinds have no list by ids, or none for everybody.
void ask_one_by_one(const RoundPtr& round, Refs left) {
    std::vector<Asked> asked;
    while (!left.empty() && asked.size() < most_at_once) {
        const kit::NamedRef ref = std::move(left.back());
        left.pop_back();
        const Resource* const resource = round->resource(ref.type);
        const bool late = std::ranges::find(round->found.missing, service_of(ref.type)) != round->found.missing.end();
        if (!resource || resource->get.empty() || late || round->listed.contains(ref.type)) continue;
        asked.push_back(
            {{resource->service, resource->get, request_of({{"id", packed_text(to_text(ref.id))}})}, resource, true});
    }
    if (asked.empty()) return finish(round);
    ask(round, std::move(asked), [round, left = std::move(left)] { ask_one_by_one(round, left); });
}

std::string request_for(const std::vector<Uuid>& ids) {
    std::string list;
    Writer out(list);
    out.array(ids.size());
    for (const Uuid& id : ids) out.text(to_text(id));
    return request_of({{"ids", list}, {"limit", packed_number(most_ids)}});
}

std::vector<Asked> first_round(const Round& round) {
    std::map<std::string, Refs> by_service;
    std::map<std::string, std::vector<Uuid>> by_type;
    for (const kit::NamedRef& ref : round.open) {
        by_service[service_of(ref.type)].push_back(ref);
        by_type[ref.type].push_back(ref.id);
    }
    std::vector<Asked> asked;
    for (const auto& service : round.services())
        if (const auto refs = by_service.find(service.name);
            refs != by_service.end() && has_method(service, kit::names.name))
            asked.push_back({{service.name, std::string(kit::names.name), encode(kit::AskNames{refs->second})}});
    for (const auto& [type, ids] : by_type) {
        const Resource* const resource = round.resource(type);
        if (!resource || !resource->takes_ids) continue;
        for (std::size_t from = 0; from < ids.size(); from += most_ids) {
            const auto end = ids.begin() + static_cast<std::ptrdiff_t>(std::min(from + most_ids, ids.size()));
            asked.push_back({{resource->service, resource->list,
                              request_for({ids.begin() + static_cast<std::ptrdiff_t>(from), end})},
                             resource});
        }
    }
    return asked;
}

/// A type that its service does not have is a slip; a service that was never heard may come.
void check_types(const Round& round, const Refs& refs, std::vector<std::string>& missing) {
    for (std::size_t i = 0; i < refs.size(); ++i) {
        const std::string service = service_of(refs[i].type);
        const auto known = std::ranges::find(round.services(), service, &bus::ServiceInfo::name);
        if (known == round.services().end()) {
            missing.push_back(service);
            continue;
        }
        if (round.resource(refs[i].type) || has_method(*known, kit::names.name)) continue;
        std::vector<std::string_view> types;
        for (const Resource& resource : round.snapshot.offer->resources()) types.emplace_back(resource.type);
        throw invalid("refs[" + std::to_string(i) + "].type", not_one_of(refs[i].type, types));
    }
}

}  // namespace

bus::MethodInfo record_names_method() {
    auto info = kit::detail::info_of(method, "query");
    info.verb = "POST";
    return info;
}

void ask_record_names(bus::Client& client, const Snapshot& snapshot, const std::string& params,
                      const bus::CallOptions& options, std::function<void(bus::Reply)> done) {
    const auto asked = decode_request<kit::AskNames>(params);
    const auto round = std::make_shared<Round>(Round{client, snapshot, options, std::move(done)});
    check_types(*round, asked.refs, round->found.missing);
    round->open.insert(asked.refs.begin(), asked.refs.end());
    ask(round, first_round(*round), [round] { ask_one_by_one(round, Refs(round->open.begin(), round->open.end())); });
}

}  // namespace rapport::gateway

// SPDX-License-Identifier: MIT
#include "services/gateway/methods/work.hpp"

#include <algorithm>
#include <tuple>

#include "bus/base/codec.hpp"
#include "bus/base/names.hpp"
#include "services/kit/questions.hpp"
#include "services/kit/routes.hpp"

namespace rapport::gateway {
namespace {

using kit::UserId;

enum class Who { me, team };
constexpr auto names_of(Who) {
    using namespace std::literals;
    return std::array{"me"sv, "team"sv};
}

struct AskAllWork {
    std::optional<Who> who;
    std::optional<UserId> user;
    std::optional<std::string> kind;
    std::optional<Instant> until;
    static constexpr auto fields = describe(
        Field{"who", &AskAllWork::who, "me, or team: those whom the caller leads, and those of the caller's team"},
        Field{"user", &AskAllWork::user, "the user whose work it is, in place of `who`; neither: the caller's"},
        Field{"kind", &AskAllWork::kind, "only of this kind, such as action", length(1, 50)},
        Field{"until", &AskAllWork::until, "only what is due by then; what has no due time is left out"});
};

struct KindCount {
    std::string kind;
    std::int64_t count = 0, overdue = 0;
    static constexpr auto fields =
        describe(Field{"kind", &KindCount::kind, "what it is"}, Field{"count", &KindCount::count, "how many there are"},
                 Field{"overdue", &KindCount::overdue, "how many of them are overdue"});
};

struct AllWork {
    std::vector<kit::WorkItem> items;
    std::vector<KindCount> counts;
    std::vector<std::string> missing;
    static constexpr auto fields =
        describe(Field{"items", &AllWork::items, "of all services, soonest due first"},
                 Field{"counts", &AllWork::counts, "how many of the items are of each kind"},
                 Field{"missing", &AllWork::missing,
                       "services that did not answer in time, so that what they have to say is not among the items"});
};

constexpr kit::Query<AskAllWork, AllWork> method{"work", kit::GET("/work"),
                                                 kit::roles(kit::Role::agent, kit::Role::account_manager),
                                                 "List what a user or their team has to do, of all services, soonest "
                                                 "due first."};

/// What accounts answers to `list_team`.
struct Team {
    std::vector<UserId> users;
    static constexpr auto fields = describe(Field{"users", &Team::users, "who they are"});
};

/// Whose work is asked for, of whom.
struct Part {
    std::string service;
    std::optional<UserId> user;
};

std::vector<KindCount> counts_of(const std::vector<kit::WorkItem>& items) {
    std::vector<KindCount> counts;
    for (const kit::WorkItem& item : items) {
        auto count = std::ranges::find(counts, item.kind, &KindCount::kind);
        if (count == counts.end()) count = counts.insert(count, {.kind = item.kind});
        ++count->count;
        count->overdue += item.overdue ? 1 : 0;
    }
    std::ranges::sort(counts, {}, &KindCount::kind);
    return counts;
}

bus::Reply merged(const std::vector<Part>& parts, std::vector<std::string> missing,
                  const std::vector<bus::Reply>& replies) {
    AllWork all{.missing = std::move(missing)};
    for (std::size_t i = 0; i < replies.size(); ++i) {
        if (const auto& error = replies[i].error) {
            if (error->code() == Code::invalid_argument) return {.error = error};
            if (error->code() != Code::unimplemented) all.missing.push_back(parts[i].service);
            continue;
        }
        for (auto& item : decode<kit::WorkList>(replies[i].result).items) {
            item.service = parts[i].service;
            item.user = parts[i].user;
            all.items.push_back(std::move(item));
        }
    }
    std::ranges::stable_sort(
        all.items, {}, [](const kit::WorkItem& item) { return std::tuple(!item.due, item.due.value_or(Instant{})); });
    std::ranges::sort(all.missing);
    all.missing.erase(std::unique(all.missing.begin(), all.missing.end()), all.missing.end());
    all.counts = counts_of(all.items);
    return {.result = encode(all)};
}

void ask_of(bus::Client& client, const Snapshot& snapshot, const AskAllWork& asked,
            const std::vector<std::optional<UserId>>& users, const bus::CallOptions& options,
            std::function<void(bus::Reply)> done) {
    std::vector<std::string> services;
    for (const bus::ServiceInfo& service : snapshot.offer->services)
        if (has_method(service, kit::work.name)) services.push_back(service.name);
    std::ranges::sort(services);
    std::vector<Part> parts;
    std::vector<ServiceCall> calls;
    for (const std::string& service : services)
        for (const auto& user : users) {
            parts.push_back({service, user});
            calls.push_back({service, std::string(kit::work.name),
                             encode(kit::AskWork{.user = user, .kind = asked.kind, .until = asked.until})});
        }
    std::vector<std::string> missing;
    add_never_heard(snapshot, missing);
    call_all(client, snapshot, calls, options,
             [parts = std::move(parts), missing = std::move(missing),
              done = std::move(done)](const std::vector<bus::Reply>& replies) {
                 done(readable("work", [&] { return merged(parts, missing, replies); }));
             });
}

}  // namespace

bus::MethodInfo work_method() { return kit::detail::info_of(method, "query"); }

void ask_work(bus::Client& client, const Snapshot& snapshot, const std::string& params, const bus::CallOptions& options,
              std::function<void(bus::Reply)> done) {
    const auto asked = decode_request<AskAllWork>(params);
    if (asked.who && asked.user) throw invalid("user", "must be left out where `who` is said");
    if (asked.who != Who::team) return ask_of(client, snapshot, asked, {asked.user}, options, std::move(done));
    // The client calls back later: what is known now is kept.
    call_all(client, snapshot, {{"accounts", "list_team", encode(kit::Nothing{})}}, options,
             [&client, snapshot, asked, options, done = std::move(done)](const std::vector<bus::Reply>& replies) {
                 if (replies.front().error) return done(replies.front());
                 std::vector<std::optional<UserId>> users;
                 const auto read = readable("list_team", [&] {
                     for (const UserId& user : decode<Team>(replies.front().result).users) users.emplace_back(user);
                     return bus::Reply{};
                 });
                 if (read.error) return done(read);
                 ask_of(client, snapshot, asked, users, options, done);
             });
}

}  // namespace rapport::gateway

// SPDX-License-Identifier: MIT
#include "services/gateway/methods/questions.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <memory>
#include <tuple>

#include "services/gateway/methods/words.hpp"
#include "services/kit/engine/engine.hpp"
#include "services/kit/questions.hpp"

namespace rapport::gateway {
namespace {

constexpr std::chrono::milliseconds budget{1'000};

/// What all answered together.
template <class Answer>
struct Merged {
    decltype(Answer::items) items;
    std::vector<std::string> missing;
    static std::string title() { return "All" + std::string(shape_of<Answer>().title()); }
    static constexpr auto fields =
        describe(Field{"items", &Merged::items, "of all services"},
                 Field{"missing", &Merged::missing,
                       "services that did not answer in time, so that what they have to say is not among the items"});
};
using AllWork = Merged<kit::WorkList>;
using AllHolds = Merged<kit::Holds>;
using AllFindings = Merged<kit::Findings>;

constexpr kit::Roles staff = kit::roles(kit::Role::agent, kit::Role::account_manager);
constexpr kit::Query<kit::AskWork, AllWork> work{"work", kit::GET("/work"), staff,
                                                 "List what a user has to do, of all services, soonest due first."};
constexpr kit::Query<kit::AskHolds, AllHolds> holds{"holds", kit::GET("/holds"), staff,
                                                    "List what depends on a party or a user, in all services."};
constexpr kit::Query<kit::AskFindings, AllFindings> findings{
    "findings", kit::GET("/findings"), staff,
    "List where we do not conform to FitSM and ISO/IEC 20000-1, as all services find it."};

struct Round {
    std::string question, params;
    std::function<void(bus::Reply)> done;
    kit::Answers answers = {};
    std::vector<std::string> missing = {};
    std::optional<Error> refused = {};
    std::size_t open = 0;
};

template <class Answer>
std::string merged(Round& round) {
    Merged<Answer> all{.missing = std::move(round.missing)};
    for (const auto& [service, answer] : round.answers) {
        for (auto& item : decode<Answer>(answer).items) {
            item.service = service;
            all.items.push_back(std::move(item));
        }
    }
    if constexpr (std::same_as<Answer, kit::WorkList>)
        std::ranges::stable_sort(all.items, {}, [](const kit::WorkItem& item) {
            return std::tuple(!item.due, item.due.value_or(Instant{}));
        });
    return encode(all);
}

std::string merged_words_of(Round& round) {
    AllWords all =
        merged_words(decode<kit::AskWords>(std::string_view(round.params)).language, round.answers, questions());
    all.missing = std::move(round.missing);
    return encode(all);
}

bus::Reply reply_of(Round& round) {
    if (round.refused) return {.error = std::move(round.refused)};
    std::ranges::sort(round.missing);
    try {
        if (round.question == work.name) return {.result = merged<kit::WorkList>(round)};
        if (round.question == holds.name) return {.result = merged<kit::Holds>(round)};
        if (round.question == words_query.name) return {.result = merged_words_of(round)};
        return {.result = merged<kit::Findings>(round)};
    } catch (const Error& error) {
        spdlog::error("{} is answered in a way that cannot be read: {}", round.question, error.message());
        return {.error = Error(Code::internal, "a service answers in a way that cannot be read")};
    }
}

void finish(Round& round) {
    if (--round.open == 0) round.done(reply_of(round));
}

void take(Round& round, const std::string& service, const bus::Reply& reply) {
    if (!reply.error) round.answers[service] = reply.result;
    else if (reply.error->code() == Code::invalid_argument) round.refused = reply.error;
    else if (reply.error->code() != Code::unimplemented) round.missing.push_back(service);
}

bool answers(const bus::ServiceInfo& service, const std::string& method) {
    return std::ranges::find(service.methods, method, &bus::MethodInfo::name) != service.methods.end();
}

}  // namespace

const bus::ServiceInfo& questions() {
    static const bus::ServiceInfo info{
        .name = "gateway",
        .methods = {kit::detail::info_of(work, "query"), kit::detail::info_of(holds, "query"),
                    kit::detail::info_of(findings, "query"), kit::detail::info_of(words_query, "query")}};
    return info;
}

void ask_all(bus::Client& client, const Snapshot& snapshot, const std::string& question, const std::string& params,
             bus::CallOptions options, std::function<void(bus::Reply)> done) {
    if (question == words_query.name) {
        try {
            kit::Words::language_of(decode_request<kit::AskWords>(std::string_view(params)).language);
        } catch (const Error& error) {
            return done({.error = error});
        }
    } else if (!kit::allowed(staff, options.actor.value_or(Actor{}), true))
        return done({.error = Error(Code::permission_denied, "your roles do not allow " + question)});
    options.timeout = std::min<bus::Loop::Duration>(options.timeout, budget);
    const auto round = std::make_shared<Round>(Round{.question = question, .params = params, .done = std::move(done)});
    ++round->open;  // until all are asked
    const auto& known = snapshot.offer->services;
    for (const bus::ServiceInfo& service : known) {
        const std::string method = "$" + question;
        if (!answers(service, method)) continue;
        ++round->open;
        options.retry = snapshot.is_up(service.name);
        client.call(service.name, method, params, options,
                    [round, name = service.name](const bus::Reply& reply, bool last) {
                        if (!last) return;
                        take(*round, name, reply);
                        finish(*round);
                    });
    }
    // Nobody knows whether one that was never heard would have something to say.
    for (const std::string& name : snapshot.missing)
        if (std::ranges::find(known, name, &bus::ServiceInfo::name) == known.end()) round->missing.push_back(name);
    finish(*round);
}

}  // namespace rapport::gateway

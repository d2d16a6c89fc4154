// SPDX-License-Identifier: MIT
#include "services/gateway/methods/questions.hpp"

#include <algorithm>
#include <map>

#include "services/gateway/methods/fan_out.hpp"
#include "services/gateway/methods/record_names.hpp"
#include "services/gateway/methods/search.hpp"
#include "services/gateway/methods/timeline.hpp"
#include "services/gateway/methods/words.hpp"
#include "services/gateway/methods/work.hpp"
#include "services/kit/engine/engine.hpp"
#include "services/kit/questions.hpp"

namespace rapport::gateway {
namespace {

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
using AllHolds = Merged<kit::Holds>;
using AllFindings = Merged<kit::Findings>;

constexpr kit::Roles staff = kit::roles(kit::Role::agent, kit::Role::account_manager);
constexpr kit::Query<kit::AskHolds, AllHolds> holds{"holds", kit::GET("/holds"), staff,
                                                    "List what depends on a party or a user, in all services."};
constexpr kit::Query<kit::AskFindings, AllFindings> findings{
    "findings", kit::GET("/findings"), staff,
    "List where we do not conform to FitSM and ISO/IEC 20000-1, as all services find it."};

/// What services answered to one question.
struct Round {
    std::vector<std::string> services, missing;
};

/// An error where a service says that the request is wrong.
template <class Answer>
bus::Reply merged(Round round, const std::vector<bus::Reply>& replies) {
    Merged<Answer> all{.missing = std::move(round.missing)};
    for (std::size_t i = 0; i < replies.size(); ++i) {
        if (const auto& error = replies[i].error) {
            if (error->code() == Code::invalid_argument) return {.error = error};
            if (error->code() != Code::unimplemented) all.missing.push_back(round.services[i]);
            continue;
        }
        for (auto& item : decode<Answer>(replies[i].result).items) {
            item.service = round.services[i];
            all.items.push_back(std::move(item));
        }
    }
    std::ranges::sort(all.missing);
    return {.result = encode(all)};
}

/// The question, in the words in which it came, to all who answer it, in the order of their names.
template <class Answer>
void put(bus::Client& client, const Snapshot& snapshot, const std::string& question, const std::string& params,
         const bus::CallOptions& options, std::function<void(bus::Reply)> done) {
    Round round;
    for (const bus::ServiceInfo& service : snapshot.offer->services)
        if (has_method(service, "$" + question)) round.services.push_back(service.name);
    std::ranges::sort(round.services);
    std::vector<ServiceCall> calls;
    for (const std::string& service : round.services) calls.push_back({service, "$" + question, params});
    add_never_heard(snapshot, round.missing);
    call_all(client, snapshot, calls, options,
             [question, round = std::move(round), done = std::move(done)](const std::vector<bus::Reply>& replies) {
                 done(readable(question, [&] { return merged<Answer>(round, replies); }));
             });
}

/// For everybody: a page for people outside has a language, too.
void ask_words(bus::Client& client, const Snapshot& snapshot, const std::string& params,
               const bus::CallOptions& options, std::function<void(bus::Reply)> done) {
    const auto asked = decode_request<kit::AskWords>(params);
    kit::Words::language_of(asked.language);  // or it says which there are
    Round round;
    std::vector<ServiceCall> calls;
    for (const bus::ServiceInfo& service : snapshot.offer->services) {
        if (!has_method(service, kit::words_query.name)) continue;
        round.services.push_back(service.name);
        calls.push_back({service.name, std::string(kit::words_query.name), params});
    }
    add_never_heard(snapshot, round.missing);
    call_all(client, snapshot, calls, options,
             [round = std::move(round), language = asked.language,
              done = std::move(done)](const std::vector<bus::Reply>& replies) {
                 done(readable("words", [&] {
                     kit::Answers answers;
                     std::vector<std::string> missing = round.missing;
                     for (std::size_t i = 0; i < replies.size(); ++i) {
                         if (!replies[i].error) answers[round.services[i]] = replies[i].result;
                         else if (replies[i].error->code() != Code::unimplemented) missing.push_back(round.services[i]);
                     }
                     std::ranges::sort(missing);
                     AllWords all = merged_words(language, answers, questions());
                     all.missing = std::move(missing);
                     return bus::Reply{.result = encode(all)};
                 }));
             });
}

}  // namespace

const bus::ServiceInfo& questions() {
    static const bus::ServiceInfo info{
        .name = "gateway",
        .methods = {work_method(), kit::detail::info_of(holds, "query"), kit::detail::info_of(findings, "query"),
                    timeline_method(), search_method(), record_names_method(),
                    kit::detail::info_of(words_query, "query")}};
    return info;
}

void ask_all(bus::Client& client, const Snapshot& snapshot, const std::string& question, const std::string& params,
             bus::CallOptions options, std::function<void(bus::Reply)> done) {
    using Answer = void (*)(bus::Client&, const Snapshot&, const std::string&, const bus::CallOptions&,
                            std::function<void(bus::Reply)>);
    static const std::map<std::string, Answer, std::less<>> own{{"work", ask_work},
                                                                {"timeline", ask_timeline},
                                                                {"search", ask_search},
                                                                {"names", ask_record_names},
                                                                {"words", ask_words}};
    if (question != words_query.name && !kit::allowed(staff, options.actor.value_or(Actor{}), true))
        return done({.error = Error(Code::permission_denied, "your roles do not allow " + question)});
    try {
        if (const auto one = own.find(question); one != own.end())
            return one->second(client, snapshot, params, options, done);
    } catch (const Error& error) {
        return done({.error = error});
    }
    if (question == holds.name) return put<kit::Holds>(client, snapshot, question, params, options, std::move(done));
    put<kit::Findings>(client, snapshot, question, params, options, std::move(done));
}

}  // namespace rapport::gateway

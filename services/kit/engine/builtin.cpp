// SPDX-License-Identifier: MIT
#include "services/kit/engine/builtin.hpp"

#include <memory>

#include "services/kit/engine/engine.hpp"
#include "services/kit/engine/inbox.hpp"
#include "services/kit/engine/outbox.hpp"
#include "services/kit/engine/rehearsal.hpp"

namespace rapport::kit {
namespace {

struct Empty {
    static constexpr auto fields = describe();
};
struct OfSubject {
    std::string subject;
    static constexpr auto fields = describe(Field{"subject", &OfSubject::subject, "the entity's id"});
};
struct History {
    std::vector<bus::CloudEvent> events;
    static constexpr auto fields = describe(Field{"events", &History::events, "in order"});
};

constexpr Roles of_all = roles(Role::service);
/// Staff who see some parties alone, beside those who read the whole.
constexpr Roles of_all_or_own = roles(Role::service, Role::agent, Role::account_manager);
constexpr Query<bus::ReadEvents, bus::EventPage> events{
    "$events", bus_only, of_all_or_own,
    "Its history, in order. Agents and account managers read it who see some parties alone: what concerns these."};
constexpr Query<Empty, bus::Watermark> watermark{"$watermark", bus_only, everyone, "How far its history is."};
constexpr Query<Empty, Verification> verify{"$verify", bus_only, roles(),
                                            "Walks its whole history and checks the chain."};
constexpr Query<OfSubject, History> history{"$history", bus_only, of_all_or_own,
                                            "What was told of one entity; to who sees some parties alone, of these."};
constexpr Query<bus::ReadDeadLetters, bus::DeadLetters> dead_letters{"$dead_letters", bus_only, roles(),
                                                                     "Events that could not be handled."};
constexpr Query<Empty, bus::Losses> losses{"$losses", bus_only, roles(),
                                           "Sources that lost the end of their history, as was noticed here."};
constexpr Command<bus::DeadLetterRow, Nothing> drop{"$drop", bus_only, roles(), "Drops a dead letter."};
constexpr Command<bus::AcknowledgeLosses, bus::Acknowledged> acknowledge{
    "$acknowledge", bus_only, roles(), "Forgets that a source lost the end of its history."};

/// Whose events the caller reads. permission_denied for who neither sees some parties alone nor reads the whole.
Outbox::Reader reader_of(const View& view, const Roles& whole, const EventParties& parties) {
    if (view.own_parties().all() && !allowed(whole, view.actor(), true))
        throw Error(Code::permission_denied, "your roles do not allow the events of all parties");
    return {view.own_parties(), parties};
}

template <class M, class F>
QueryRoute query(const M& method, F run) {
    return {detail::info_of(method, "query"), method.roles, [run](View& view, std::string_view params) {
                return encode(run(view, decode_request<typename M::Request>(Any{std::string(params)})));
            }};
}

template <class M, class F>
CommandRoute command(const M& method, F run) {
    return {detail::info_of(method, "command"),
            method.roles,
            [run](Unit& unit, std::string_view params) {
                return encode(run(unit, decode_request<typename M::Request>(Any{std::string(params)})));
            },
            {},
            detail::meaning_of<typename M::Request>};
}

}  // namespace

std::vector<QueryRoute> builtin_queries(const std::string& service, const EventParties& parties) {
    return {
        query(events,
              [&parties](View& view, const bus::ReadEvents& request) {
                  return Outbox::read(view.db(), request, reader_of(view, of_all, parties));
              }),
        query(watermark, [service](View& view, const Empty&) { return Outbox::watermark(view.db(), service); }),
        query(verify,
              [service](View& view, const Empty&) {
                  auto found = Outbox::verify(view.db(), service);
                  found.losses = Inbox::losses(view.db());
                  return found;
              }),
        query(losses, [](View& view, const Empty&) { return bus::Losses{Inbox::losses(view.db())}; }),
        query(history,
              [&parties](View& view, const OfSubject& of) {
                  const auto told = Outbox::about(view.db(), of.subject, reader_of(view, roles(), parties));
                  return History{{told.begin(), told.end()}};
              }),
        query(timeline,
              [&parties](View& view, const AskTimeline& asked) {
                  return Outbox::of_party(view.db(), asked, {view.own_parties(), parties});
              }),
        query(dead_letters,
              [](View& view, const bus::ReadDeadLetters& request) {
                  return bus::DeadLetters{Inbox::letters(view.db(), request.after)};
              }),
    };
}

QueryRoute words_route(std::function<bus::ServiceInfo()> info, const std::string& service,
                       std::span<const WordsFile> words) {
    const auto all = std::make_shared<const Words>(service, words);
    return query(words_query, [info = std::move(info), all](View&, const AskWords& request) {
        const std::string language = Words::language_of(request.language);
        return told_words(language, all->all(language, names_to_word(info())));
    });
}

std::vector<CommandRoute> builtin_commands() {
    return {command(drop,
                    [](Unit& unit, const bus::DeadLetterRow& letter) {
                        Inbox::drop(unit.db(), letter.row);
                        return Nothing{};
                    }),
            command(acknowledge,
                    [](Unit& unit, const bus::AcknowledgeLosses& request) {
                        return bus::Acknowledged{Inbox::acknowledge(unit.db(), request.source)};
                    }),
            // The performer runs the command that it names in its place.
            command(dry_run, [](Unit&, const DryRun&) -> Nothing {
                throw Error(Code::internal, "a dry run was not taken for one");
            })};
}

}  // namespace rapport::kit

// SPDX-License-Identifier: MIT
#include "services/kit/engine/builtin.hpp"

#include "services/kit/engine/inbox.hpp"
#include "services/kit/engine/outbox.hpp"

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
    std::vector<bus::Event> events;
    static constexpr auto fields = describe(Field{"events", &History::events, "in order"});
};

constexpr Query<bus::ReadEvents, bus::EventPage> events{"$events", bus_only, roles(Role::service),
                                                        "Its history, in order."};
constexpr Query<Empty, bus::Watermark> watermark{"$watermark", bus_only, everyone, "How far its history is."};
constexpr Query<Empty, Verification> verify{"$verify", bus_only, roles(),
                                            "Walks its whole history and checks the chain."};
constexpr Query<OfSubject, History> history{"$history", bus_only, roles(), "What was told of one entity."};
constexpr Query<bus::ReadDeadLetters, bus::DeadLetters> dead_letters{"$dead_letters", bus_only, roles(),
                                                                     "Events that could not be handled."};
constexpr Command<bus::DeadLetterRow, Nothing> drop{"$drop", bus_only, roles(), "Drops a dead letter."};

template <class M, class F>
QueryRoute query(const M& method, F run) {
    return {detail::info_of(method, "query"), method.roles, [run](View& view, std::string_view params) {
                return encode(run(view, decode_request<typename M::Request>(Any{std::string(params)})));
            }};
}

}  // namespace

std::vector<QueryRoute> builtin_queries(const std::string& service) {
    return {
        query(events, [](View& view, const bus::ReadEvents& request) { return Outbox::read(view.db(), request); }),
        query(watermark, [service](View& view, const Empty&) { return Outbox::watermark(view.db(), service); }),
        query(verify, [service](View& view, const Empty&) { return Outbox::verify(view.db(), service); }),
        query(history, [](View& view, const OfSubject& of) { return History{Outbox::about(view.db(), of.subject)}; }),
        query(dead_letters,
              [](View& view, const bus::ReadDeadLetters& request) {
                  return bus::DeadLetters{Inbox::letters(view.db(), request.after)};
              }),
    };
}

std::vector<CommandRoute> builtin_commands() {
    return {{detail::info_of(drop, "command"), drop.roles, [](Unit& unit, std::string_view params) {
                 Inbox::drop(unit.db(), decode_request<bus::DeadLetterRow>(Any{std::string(params)}).row);
                 return encode(Nothing{});
             }}};
}

}  // namespace rapport::kit

// SPDX-License-Identifier: MIT
#include "tests/bench/full_desk.hpp"

#include <chrono>

#include "services/complaints/clocks/clock.hpp"
#include "services/complaints/desk.hpp"
#include "services/kit/method.hpp"

namespace rapport::bench {
namespace {

using namespace rapport::complaints;

constexpr int a_group = 1'000;
constexpr Millis three_years = std::chrono::days(3 * 365);

/// Asks for the complaint of that number.
struct PutOne {
    std::int64_t number = 0;
    static constexpr auto fields = describe(Field{"number", &PutOne::number, "from 0"});
};
struct AddUp {
    std::int64_t limit = 10'000;
    static constexpr auto fields = describe(Field{"limit", &AddUp::limit, "rows"});
};
constexpr kit::Command<PutOne, Complaint> put_one{"put_one", kit::bus_only, {}, "Puts a complaint."};
constexpr kit::Command<AddUp, kit::Nothing> add_up{"add_up", kit::bus_only, {}, "Adds up what was counted."};

template <class IdType>
IdType id_of(std::uint8_t kind, int number) {
    IdType id;
    id.bytes = {1, 2, 3, 4, 5, 6, 0x70, kind, 0x80, 0, 0, 0, 0, 0};
    id.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

const std::string words =
    "\"From seven to eleven nobody in the branch could work: no mail, no telephone, no till. We called four times and "
    "were told each time that somebody would call back. Nobody did.\" Our service is slow, and it is not the first "
    "time.";

/// Puts complaints that differ in all that lists are filtered and sorted by: each tenth is open, one in ten thousand
/// names its own `outage`.
class Filler {
public:
    explicit Filler(const Casebook& book) : book_(book) {}
    /// The calendar that a new store begins with.
    void count_in(const CalendarId& calendar) { calendar_ = calendar; }
    kit::Routes routes() { return {kit::on(put_one, this, &Filler::put), kit::on(add_up, this, &Filler::add)}; }

private:
    Complaint put(Unit& unit, const PutOne& request) {
        const auto i = static_cast<int>(request.number);
        Complaint complaint = made(i);
        complaint.id = unit.new_id<ComplaintId>();
        complaint.number = unit.next_number('C');
        static constexpr State ends[] = {State::closed, State::closed, State::closed, State::withdrawn,
                                         State::rejected};
        const bool open = i % 10 == 0;
        enter(complaint, open ? static_cast<State>(i / 10 % 8) : ends[i % 5]);
        time(complaint, i);
        book_.store().complaints.put(unit, complaint);
        book_.tallies().came(unit, complaint);
        unit.emit(api::opened, complaint.id, {{complaint, {}}, {}}, complaint.received_at);
        unit.emit(api::scored, complaint.id, {{complaint, {}}, {}}, complaint.received_at);
        if (complaint.due_at) unit.at(kit::Timer<complaints::ComplaintId>{"clocks"}, complaint.id, *complaint.due_at);
        return complaint;
    }
    kit::Nothing add(Unit& unit, const AddUp& request) {
        while (book_.tallies().add_up(unit, request.limit)) {
        }
        return {};
    }
    static Complaint made(int i) {
        const std::string number = std::to_string(i);
        Complaint complaint{.complainant = Complainant{.name = "Ann Example", .email = "ann@example.com"},
                            .subject = "The network was down all morning, case" + number,
                            .text = words + " Ticket " + number + (i % 10'000 == 0 ? ", outage" + number : ""),
                            .category = "category" + std::to_string(i % FullDesk::categories),
                            .subcategory = "subcategory" + std::to_string(i % 100),
                            .owner = FullDesk::owner(static_cast<int>(i * 7LL % FullDesk::owners))};
        complaint.party = FullDesk::party(static_cast<int>(i * 7LL % FullDesk::parties));
        complaint.party_name = "Party " + std::to_string(i * 7LL % FullDesk::parties);
        complaint.service = FullDesk::service(i / 3 % FullDesk::services);
        complaint.received_via = static_cast<ReceivedVia>(i % 9);
        complaint.received_at = FullDesk::now - Millis(i * 7'919'000LL % three_years.count());
        complaint.severity = static_cast<Severity>(i / 3 % 4);
        complaint.priority = static_cast<Priority>(i / 5 % 4);
        if (i % 50 == 0) complaint.escalation_level = i / 50 % 3;
        return complaint;
    }
    /// Three clocks; those of open ones are due some years from now, so that no timer runs while we measure.
    void time(Complaint& complaint, int i) const {
        for (const ClockKind kind : {ClockKind::acknowledge, ClockKind::respond, ClockKind::resolve}) {
            CaseClock clock =
                started(kind, {.minutes = 2'400, .calendar = id_of<CalendarId>(3, 1)}, complaint.received_at, hours_);
            if (!complaint.open) clock.state = ClockState::stopped;
            complaint.clocks.push_back(std::move(clock));
        }
        complaint.breached = i % 7 == 0;
        if (complaint.open) complaint.due_at = FullDesk::now + std::chrono::days(1'000) + std::chrono::seconds(i);
    }

    const Casebook& book_;
    CalendarId calendar_;
    const kit::BusinessTime hours_{
        {.time_zone = "UTC", .hours = {{{kit::Weekday::monday, kit::Weekday::tuesday}, "09:00", "17:00"}}}};
};

/// Stands where the store's time is.
class FixedClock final : public Clock {
public:
    Instant now() const override { return FullDesk::now; }
};

void run(kit::Engine& engine, std::vector<kit::Work>& work) {
    for (const kit::Outcome& outcome : engine.run(work).outcomes)
        if (outcome.error) throw *outcome.error;
    work.clear();
}

/// What a service does with a new store before anything else.
void begin(kit::Engine& engine) {
    std::vector<kit::Work> work{kit::FirstStart{"first_calendar"}, kit::FirstStart{"outside_key"}};
    run(engine, work);
    for (auto due = engine.due_timers(100); !due.empty(); due = engine.due_timers(100)) {
        work.assign(due.begin(), due.end());
        run(engine, work);
    }
}

/// Without an idempotency key: an answer is kept for a week, and these are years old.
template <class Request, class Result>
kit::Work call(const kit::Command<Request, Result>& command, const Request& request) {
    kit::Invocation invocation{.method = std::string(command.name), .params = encode(request)};
    invocation.header.actor = {.id = "user:bench", .kind = "person", .roles = {"manager"}};
    return invocation;
}

}  // namespace

PartyId FullDesk::party(int number) { return id_of<PartyId>(1, number); }
ServiceId FullDesk::service(int number) { return id_of<ServiceId>(2, number); }
kit::UserId FullDesk::owner(int number) { return id_of<kit::UserId>(4, number); }

FullDesk::FullDesk(const std::string& dsn, int complaints) : book_(Settings{}) {
    const FixedClock clock;
    complaints::Desk desk{Settings{}};
    Filler filler(book_);
    kit::Definition definition = desk.definition();
    for (kit::Route& route : filler.routes()) definition.routes.push_back(std::move(route));
    kit::Engine engine(std::move(definition), dsn, clock);
    begin(engine);
    filler.count_in(kit::office_hours_id);
    const auto there = std::get<0>(engine.open_reader()->row<std::int64_t>("select count(*) from complaints").value());
    if (there < complaints) {
        const auto start = std::chrono::steady_clock::now();
        fill(engine, static_cast<int>(there), complaints);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
        filled_ = (complaints - static_cast<double>(there)) / took.count();
    }
    // What autovacuum does in the years that it takes to get so many.
    const auto db = kit::Db::open(dsn, kit::Db::Mode::write);
    if (db->dialect() == kit::Db::Dialect::postgresql) db->script("vacuum (analyze);\n");
}

void FullDesk::fill(kit::Engine& engine, int from, int to) {
    std::vector<kit::Work> work;
    for (int i = from; i < to; ++i) {
        work.push_back(call(put_one, {i}));
        if (i + 1 < to && work.size() < a_group) continue;
        run(engine, work);
        work.push_back(call(add_up, {}));
        run(engine, work);
    }
}

}  // namespace rapport::bench

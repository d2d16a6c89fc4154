// SPDX-License-Identifier: MIT
#include "tests/bench/million.hpp"

#include <algorithm>
#include <chrono>

#include "services/complaints/desk.hpp"
#include "services/complaints/lifecycle.hpp"
#include "services/kit/store/migrations.hpp"

namespace rapport::bench {
namespace {

using namespace rapport::complaints;
using kit::Db;

constexpr int complaints_ = 1'000'000, a_commit = 2'000, parties = 1'000, pages = 100;
const Instant now{1'790'000'000'000};

/// Complaints of three years: each tenth open, each of a party, an owner and a category; one in ten thousand names its
/// own `outage`.
class Desks {
public:
    explicit Desks(const std::string& dsn) : db_(Db::open(dsn, Db::Mode::write)) {
        complaints::Desk desk{Settings{}};
        kit::migrate(*db_, desk.definition().schema);
        for (int i = 0; i < parties; ++i) parties_.emplace_back(new_uuid(now));
    }
    void fill() {
        for (int i = 0; i < complaints_;) {
            db_->begin();
            kit::Unit unit(*db_, now, {.id = "bench"}, "complaints", {});
            for (const int until = i + a_commit; i < until; ++i) put(unit, i);
            while (book_.tallies().add_up(unit, 10'000)) {
            }
            db_->commit();
        }
    }
    const Casebook& book() const { return book_; }
    const PartyId& party() const { return parties_[7]; }

private:
    void put(kit::Unit& unit, int i) {
        static constexpr State ends[] = {State::closed, State::closed, State::closed, State::withdrawn,
                                         State::rejected};
        const std::string number = std::to_string(i);
        Complaint complaint{.id = unit.new_id<ComplaintId>(),
                            .number = "C-2026-" + number,
                            .party = parties_[static_cast<std::size_t>(i * 7 % parties)],
                            .subject = "the service is slow, case" + number,
                            .text =
                                "Since yesterday the service at our site answers late or not at all; we called "
                                "twice. Ticket " +
                                number + (i % 10'000 == 0 ? ", outage" + number : ""),
                            .category = "category" + std::to_string(i % 20),
                            .owner = "agent" + std::to_string(i * 7 % 200),
                            .received_via = static_cast<ReceivedVia>(i % 5),
                            .received_at = now - std::chrono::seconds(i * 7'919LL % (3LL * 365 * 86'400)),
                            .severity = static_cast<Severity>(i / 3 % 4),
                            .priority = static_cast<Priority>(i / 5 % 4)};
        const bool open = i % 10 == 0;
        enter(complaint, open ? static_cast<State>(i / 10 % 8) : ends[i % 5], book_.patience(), now);
        book_.store().complaints.put(unit, complaint);
        book_.tallies().came(unit, complaint);
    }

    std::unique_ptr<Db> db_;
    Casebook book_{Settings{}};
    std::vector<PartyId> parties_;
};

double milliseconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// The 99th percentile of a walk through the pages, begun anew whenever it is at the end.
double p99(const Desks& desks, Db& reader, kit::ListOptions options, std::vector<kit::Condition> conditions) {
    std::vector<double> times;
    for (int i = 0; i < pages; ++i)
        times.push_back(milliseconds_of([&] {
            reader.begin();
            const auto page = desks.book().store().complaints.list(kit::View(reader, now, {}), options, conditions);
            reader.commit();
            if (page.items.empty()) throw std::runtime_error("a list is empty");
            options.after = page.next;
        }));
    std::ranges::sort(times);
    return times[times.size() * 99 / 100];
}

/// The slowest of some, of a period that begins and ends within a month.
double report_time(const Desks& desks, Db& reader, std::int32_t days) {
    const Reporter reporter(desks.book());
    const Day today = day_of(now);
    double slowest = 0;
    for (std::int32_t i = 0; i < 5; ++i)
        slowest = std::max(slowest, milliseconds_of([&] {
                               reader.begin();
                               const auto report = reporter.report(kit::View(reader, now, {}),
                                                                   {Day{today.days - days - i}, Day{today.days - i}});
                               reader.commit();
                               if (report.figures.empty()) throw std::runtime_error("a report is empty");
                           }));
    return slowest;
}

}  // namespace

std::vector<Figure> measure_million() {
    const bus::testing::TempFolder folder;
    const std::string dsn = "sqlite:" + (folder.path() / "complaints.db").string();
    Desks desks(dsn);
    const double filled = milliseconds_of([&] { desks.fill(); });
    const auto reader = Db::open(dsn, Db::Mode::read);
    const auto page = [&](const std::string& name, kit::ListOptions options, std::vector<kit::Condition> conditions) {
        return Figure{"complaints, page of 50 of 1,000,000, " + name + ", p99",
                      "ms",
                      p99(desks, *reader, std::move(options), std::move(conditions)),
                      {},
                      Bar{Bar::Is::at_most, 20}};
    };
    const auto report = [&](const std::string& name, std::int32_t days) {
        return Figure{"report over " + name + " of 1,000,000 complaints",
                      "ms",
                      report_time(desks, *reader, days),
                      {},
                      Bar{Bar::Is::at_most, 1'000}};
    };
    return {page("newest first", {}, {}),
            page("open", {}, {{"open", true}}),
            page("of one state", {}, {{"state", State::assessed}}),
            page("of one owner and state", {}, {{"owner", "agent77"}, {"state", State::closed}}),
            page("of one party", {}, {{"party", desks.party()}}),
            page("of one category", {}, {{"category", "category3"}}),
            page("of one severity", {}, {{"severity", Severity::critical}}),
            page("of one priority", {}, {{"priority", Priority::P1}}),
            page("sorted by receipt", {.sort = "received_at"}, {}),
            page("sorted by priority", {.sort = "priority"}, {}),
            page("search, in each", {.search = "service"}, {}),
            page("search, in one of 10,000", {.search = "outage"}, {}),
            report("a year", 365),
            report("a quarter", 90),
            report("all", 1'200),
            {"complaints put with words and counts, 2,000 a commit", "/s", complaints_ * 1'000.0 / filled, {}, {}}};
}

}  // namespace rapport::bench

// SPDX-License-Identifier: MIT
#include "tests/bench/million.hpp"

#include <algorithm>
#include <chrono>

#include "services/complaints/cases/reporter.hpp"
#include "services/kit/testing/postgresql.hpp"
#include "services/kit/testing/postgresql_server.hpp"
#include "tests/bench/desk.hpp"
#include "tests/bench/full_desk.hpp"

namespace rapport::bench {
namespace {

using namespace rapport::complaints;
using kit::Db;

constexpr int pages = 200, opens = 5'000, rounds = 5;

double milliseconds_of(const std::function<void()>& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

/// `1,000,000`.
std::string grouped(int number) {
    std::string text = std::to_string(number);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

struct List {
    const char* name;
    kit::ListOptions options;
    std::vector<kit::Condition> conditions;
};

/// What the desk's screens ask for.
std::vector<List> lists() {
    return {{"newest first", {}, {}},
            {"open", {}, {{"open", true}}},
            {"of one state", {}, {{"state", State::assessed}}},
            {"of one owner, open", {}, {{"owner", FullDesk::owner(70)}, {"open", true}}},
            {"of one owner and state", {}, {{"owner", FullDesk::owner(77)}, {"state", State::closed}}},
            {"of one party", {}, {{"party", FullDesk::party(7)}}},
            {"of one party, open", {}, {{"party", FullDesk::party(70)}, {"open", true}}},
            {"of one service", {}, {{"service", FullDesk::service(7)}}},
            {"of one service, open", {}, {{"service", FullDesk::service(10)}, {"open", true}}},
            {"of one category", {}, {{"category", "category3"}}},
            {"of one category, open", {}, {{"category", "category10"}, {"open", true}}},
            {"of one subcategory", {}, {{"subcategory", "subcategory33"}}},
            {"of one severity", {}, {{"severity", Severity::critical}}},
            {"of one severity, open", {}, {{"severity", Severity::critical}, {"open", true}}},
            {"of one priority", {}, {{"priority", Priority::P1}}},
            {"of one priority, open", {}, {{"priority", Priority::P1}, {"open", true}}},
            {"that came by fax", {}, {{"received_via", ReceivedVia::fax}}},
            {"too late", {}, {{"breached", true}}},
            {"too late, open", {}, {{"breached", true}, {"open", true}}},
            {"escalated", {}, {{"escalation_level", 2}}},
            {"open, by due time", {.sort = "due_at"}, {{"open", true}}},
            {"of one owner, open, by due time", {.sort = "due_at"}, {{"owner", FullDesk::owner(70)}, {"open", true}}},
            {"open, by priority", {.sort = "priority"}, {{"open", true}}},
            {"of one owner, open, by priority", {.sort = "priority"}, {{"owner", FullDesk::owner(70)}, {"open", true}}},
            {"by receipt", {.sort = "received_at"}, {}},
            {"of one party, by receipt", {.sort = "received_at"}, {{"party", FullDesk::party(7)}}},
            {"by priority", {.sort = "priority"}, {}},
            {"by due time", {.sort = "due_at"}, {}},
            {"search, in each", {.search = "service"}, {}},
            {"search, in each, three words", {.search = "nobody service slow"}, {}},
            {"search, in each, open", {.search = "service"}, {{"open", true}}},
            {"search, in each, of one owner", {.search = "service"}, {{"owner", FullDesk::owner(77)}}},
            {"search, in each, of one party", {.search = "service"}, {{"party", FullDesk::party(7)}}},
            {"search, in each, of one severity", {.search = "service"}, {{"severity", Severity::critical}}},
            {"search, in one of 10,000", {.search = "outage"}, {}},
            {"search, in one of 10,000, open", {.search = "outage"}, {{"open", true}}},
            {"search, of a number", {.search = "C-2026-000123"}, {}}};
}

/// The 99th percentile of a walk through the pages, begun anew whenever it is at the end.
double p99(const FullDesk& desk, Db& reader, const List& list) {
    std::vector<double> times;
    kit::ListOptions options = list.options;
    for (int i = 0; i < pages; ++i)
        times.push_back(milliseconds_of([&] {
            reader.begin();
            const auto page =
                desk.book().store().complaints.list(kit::View(reader, FullDesk::now, {}), options, list.conditions);
            reader.commit();
            if (page.items.empty()) throw std::runtime_error(std::string("a list is empty: ") + list.name);
            options.after = page.next;
        }));
    std::ranges::sort(times);
    return times[times.size() * 99 / 100];
}

/// The slowest of some, of a period that begins and ends within a month.
double report_time(const FullDesk& desk, Db& reader, std::int32_t days) {
    const Reporter reporter(desk.book());
    const Day today = day_of(FullDesk::now);
    double slowest = 0;
    for (std::int32_t i = 0; i < 5; ++i)
        slowest = std::max(slowest, milliseconds_of([&] {
                               reader.begin();
                               const auto report = reporter.report(kit::View(reader, FullDesk::now, {}),
                                                                   {Day{today.days - days - i}, Day{today.days - i}});
                               reader.commit();
                               if (report.figures.empty()) throw std::runtime_error("a report is empty");
                           }));
    return slowest;
}

/// Opened through the bus and committed, in the full store and in an empty one in turn.
Pair open_rates(const std::string& state, const std::string& full, const std::string& empty) {
    Desk last(state, full), first({}, empty);
    const auto rate = [](Desk& desk) {
        return [&desk] {
            const double opened = desk.open(opens);
            desk.settle();
            return opened;
        };
    };
    return interleaved(rounds, rate(last), rate(first));
}

std::vector<Figure> measure(const std::string& on, const Options& options, const std::string& state,
                            const std::string& full, const std::string& empty) {
    const std::string of = grouped(options.complaints);
    const FullDesk desk(full, options.complaints);
    std::vector<Figure> figures;
    const auto reader = Db::open(full, Db::Mode::read);
    for (const List& list : lists())
        figures.push_back({"page of 50 of " + of + on + ", " + list.name + ", p99",
                           "ms",
                           p99(desk, *reader, list),
                           {},
                           Bar{Bar::Is::at_most, 20}});
    for (const auto& [name, days] : {std::pair("a quarter", 90), {"a year", 365}, {"all", 1'200}})
        figures.push_back({"report over " + std::string(name) + " of " + of + on,
                           "ms",
                           report_time(desk, *reader, days),
                           {},
                           Bar{Bar::Is::at_most, 1'000}});
    const Pair rates = open_rates(state, full, empty);
    figures.push_back({"durable open after " + of + on + ", yardstick: in an empty store", "/s", rates.value,
                       rates.baseline, Bar{Bar::Is::at_least, 0.8}});
    if (desk.filled()) figures.push_back({"complaints put to fill it" + on, "/s", *desk.filled(), {}, {}});
    return figures;
}

/// The folder of a full store: the one that is kept, or one that goes.
class Folder {
public:
    Folder(const Options& options, const std::string& name)
        : path_((options.keep.empty() ? own_.path() : std::filesystem::path(options.keep)) / name) {
        std::filesystem::create_directories(path_);
        std::filesystem::permissions(path_, std::filesystem::perms::owner_all);
    }
    std::string path() const { return path_.string(); }

private:
    bus::testing::TempFolder own_;
    std::filesystem::path path_;
};

}  // namespace

std::vector<Figure> measure_million(const Options& options) {
    const Folder folder(options, "sqlite");
    return measure("", options, folder.path(), "sqlite:" + folder.path() + "/complaints.db", "");
}

std::vector<Figure> measure_million_postgresql(const Options& options) {
    if (!testing_kit::postgresql_installed()) throw std::runtime_error("PostgreSQL 15 is not installed");
    const Folder folder(options, "postgresql");
    testing_kit::PostgresqlServer server(folder.path(),
                                         {"-c", "shared_buffers=1GB", "-c", "max_wal_size=4GB", "-c", "work_mem=16MB"});
    const std::string empty = server.dsn() + " schema=desk_empty";
    Db::open(server.dsn(), Db::Mode::write)->script("drop schema if exists desk_empty cascade;\n");
    auto figures = measure(" in PostgreSQL", options, folder.path(), server.dsn() + " schema=desk_full", empty);
    server.stop();
    return figures;
}

}  // namespace rapport::bench

// SPDX-License-Identifier: MIT
#include "tests/bench/lists.hpp"

#include <algorithm>
#include <chrono>

#include "services/kit/store/migrations.hpp"
#include "services/kit/store/table.hpp"

namespace rapport::bench {
namespace {

using kit::Db;

constexpr int rows = 1'000'000, rows_a_commit = 2'000, pages = 200;

struct CaseTag;
using CaseId = Id<CaseTag>;
struct Case {
    CaseId id;
    std::int64_t version = 0;
    std::string subject, text, state, owner, received;
    static constexpr auto fields =
        describe(Field{"id", &Case::id, "which"}, Field{"version", &Case::version, "changes"},
                 Field{"subject", &Case::subject, "one line"}, Field{"text", &Case::text, "what happened"},
                 Field{"state", &Case::state, "one of four"}, Field{"owner", &Case::owner, "one of a thousand"},
                 Field{"received", &Case::received, "when"});
};

constexpr kit::Migration schema_[] = {
    {"001_cases",
     "create table cases (row $row, id text not null unique, version bigint not null, state text not null, owner text "
     "not null, received text not null, body text not null);\n"
     "create index cases_state on cases (state);\ncreate index cases_owner on cases (owner);\n"
     "create index cases_received on cases (received);\ncreate search table cases_search;\n"}};

/// Cases of about 400 bytes: each says `service`, one in ten thousand names its own `outage`.
class Cases {
public:
    explicit Cases(const std::string& dsn) : db_(Db::open(dsn, Db::Mode::write)) { kit::migrate(*db_, schema_); }

    void fill() {
        const SystemClock clock;
        for (int i = 0; i < rows;) {
            db_->begin();
            kit::Unit unit(*db_, clock.now(), {.id = "bench"}, "cases", {});
            for (const int until = i + rows_a_commit; i < until; ++i) put(unit, i);
            db_->commit();
        }
    }
    kit::Page<Case> page(Db& reader, const kit::ListOptions& options,
                         std::span<const kit::Condition> conditions) const {
        reader.begin();
        auto page = table_.list(kit::View(reader, {}, {}), options, conditions);
        reader.commit();
        return page;
    }

private:
    void put(kit::Unit& unit, int i) {
        static constexpr std::string_view states[] = {"received", "assessed", "proposed", "closed"};
        const std::string number = std::to_string(i);
        Case one{.id = unit.new_id<CaseId>(), .subject = "the service is slow, case" + number};
        one.text = "Since yesterday the service at our site answers late or not at all; we called twice. Ticket " +
                   number + (i % 10'000 == 0 ? ", outage" + number : "");
        one.state = states[i % 4];
        one.owner = "agent" + std::to_string(i * 7 % 1'000);
        one.received = to_text(Instant{std::int64_t{1'700'000'000'000} + i * 7'919LL % rows * 1'000});
        table_.put(unit, one);
    }

    std::unique_ptr<Db> db_;
    kit::Table<Case> table_{"case", {"cases", {"state", "owner", "received"}, {"subject", "text"}, {"received"}}};
};

/// The 99th percentile of a walk through the pages, in milliseconds, begun anew whenever it is at the end.
double p99(const Cases& cases, Db& reader, kit::ListOptions options, std::vector<kit::Condition> conditions) {
    std::vector<double> times;
    for (int i = 0; i < pages; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const auto page = cases.page(reader, options, conditions);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
        if (page.items.empty()) throw std::runtime_error("a list is empty");
        options.after = page.next;
    }
    std::ranges::sort(times);
    return times[times.size() * 99 / 100];
}

}  // namespace

std::vector<Figure> measure_lists() {
    const bus::testing::TempFolder folder;
    const std::string dsn = "sqlite:" + (folder.path() / "cases.db").string();
    Cases cases(dsn);
    const auto start = std::chrono::steady_clock::now();
    cases.fill();
    const double filled = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto reader = Db::open(dsn, Db::Mode::read);
    const auto figure = [&](const std::string& name, kit::ListOptions options, std::vector<kit::Condition> conditions) {
        return Figure{"page of 50 of 1,000,000, " + name + ", p99",
                      "ms",
                      p99(cases, *reader, std::move(options), std::move(conditions)),
                      {},
                      Bar{Bar::Is::at_most, 20}};
    };
    Figure both = figure("search in each, of one state", {.search = "service"}, {{"state", "assessed"}});
    both.bar.reset();  // to count 10,000 it looks at as many again as the state leaves out
    return {figure("newest first", {}, {}),
            figure("of one state in four", {}, {{"state", "assessed"}}),
            figure("of two states in four", {}, {{"state", "assessed", kit::Condition::Test::equal, {"closed"}}}),
            figure("of one owner in 1,000", {}, {{"owner", "agent77"}}),
            figure("sorted", {.sort = "received"}, {}),
            figure("sorted downwards", {.sort = "-received"}, {}),
            figure("by a condition", {.where = "state = assessed and owner is not null"}, {}),
            figure("search, in each", {.search = "service"}, {}),
            figure("search, two words in each", {.search = "service slow"}, {}),
            figure("search, in one of 10,000", {.search = "outage"}, {}),
            figure("search, in one", {.search = "outage500000"}, {}),
            both,
            {"rows put with their words, 2,000 a commit", "/s", rows / filled, {}, {}}};
}

}  // namespace rapport::bench

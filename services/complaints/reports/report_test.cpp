// SPDX-License-Identifier: MIT
#include "services/complaints/reports/report.hpp"

#include <gmock/gmock-matchers.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>

#include "bus/base/number.hpp"
#include "services/complaints/testing.hpp"
#include "services/kit/csv/csv.hpp"

namespace rapport::complaints {
namespace {

using ::testing::HasSubstr;

using Counts = std::map<std::string, double>;

std::map<std::string, TimeClass> classes_of(const std::vector<std::int64_t>& times) {
    std::map<std::string, TimeClass> classes;
    for (const std::int64_t ms : times) {
        TimeClass& one = classes[class_of(Millis(ms))];
        ++one.n;
        one.ms += static_cast<double>(ms);
    }
    return classes;
}

/// Of the times themselves, after Hyndman and Fan's definition 7.
double exact_percentile(std::vector<std::int64_t> times, double percent) {
    std::ranges::sort(times);
    const double place = percent / 100 * static_cast<double>(times.size() - 1);
    const auto at = [&](double rank) {
        return static_cast<double>(times.at(std::min(static_cast<std::size_t>(rank), times.size() - 1)));
    };
    return at(place) + (place - std::floor(place)) * (at(place + 1) - at(place));
}

TEST(Report, PercentilesAreWithinTheDataAndTrueToATenth) {
    constexpr std::int64_t hour = 3'600'000, day = 24 * hour;
    std::vector<std::vector<std::int64_t>> table{
        {1},
        {0, 0, 0},
        {1, 2},
        {59'999, 60'000, 60'001},
        {100 * 60'000},
        {80 * 60'000, 100 * 60'000},
        {hour, 2 * hour, 3 * hour, 4 * hour, 5 * hour, 6 * hour, 7 * hour, 8 * hour, 9 * hour, 10 * hour},
        {hour, 1000 * day},
        {7 * day, 7 * day, 7 * day, 7 * day + 1},
        {365 * day * 100, 1}};
    std::vector<std::int64_t> many;
    for (std::int64_t ms = 60'000; many.size() < 1'000; ms = ms * 101 / 100 + 7)
        many.push_back(ms % (90 * day) + 60'000);
    table.push_back(many);
    for (const auto& times : table) {
        const auto classes = classes_of(times);
        const auto [shortest, longest] = std::ranges::minmax(times);
        double before = 0;
        for (const double percent : {0.0, 1.0, 50.0, 90.0, 95.0, 100.0}) {
            const double value = percentile(classes, percent).value();
            EXPECT_GE(value, static_cast<double>(shortest)) << times.size() << " times, " << percent;
            EXPECT_LE(value, static_cast<double>(longest)) << times.size() << " times, " << percent;
            EXPECT_GE(value, before) << times.size() << " times, " << percent;
            const double exact = exact_percentile(times, percent);
            EXPECT_NEAR(value, exact, std::max(60'000.0, exact / 10)) << times.size() << " times, " << percent;
            before = value;
        }
    }
    EXPECT_FALSE(percentile({}, 50));
}

TEST(Report, ATimesClassIsNeverShorterThanTheTimeAndAtMostATenthLonger) {
    for (std::int64_t ms = 1; ms < 10'000'000'000; ms = ms * 13 / 7 + 1) {
        EXPECT_GE(longest_ms(class_of(Millis(ms))) + 1, static_cast<double>(ms)) << ms;
        EXPECT_LE(longest_ms(class_of(Millis(ms))) - 1, std::max(60'000.0, static_cast<double>(ms) * time_growth))
            << ms;
    }
}

TEST(Report, TimesThatAnOlderVersionCountedStillAnswer) {
    const std::string time_class = class_of(std::chrono::hours(10));
    Sums old{{{"resolve", "", time_class}, 10}, {{"resolve_minutes", "", ""}, 10 * 600}};
    EXPECT_LE(percentile(time_classes(old, "resolve"), 95).value(), 10 * 3'600'000.0);
    EXPECT_GE(percentile(time_classes(old, "resolve"), 5).value(), 9 * 3'600'000.0);
    // One of them is opened again, which takes back what the new version never counted; another is closed.
    old[{times_dimension("resolve"), "", time_class}] = -1;
    old[{sums_dimension("resolve"), "", time_class}] = -10 * 3'600'000;
    EXPECT_EQ(time_classes(old, "resolve").at(time_class).n, 9);
    old[{times_dimension("resolve"), "", class_of(std::chrono::hours(1))}] = 1;
    old[{sums_dimension("resolve"), "", class_of(std::chrono::hours(1))}] = 3'600'000;
    const auto classes = time_classes(old, "resolve");
    EXPECT_EQ(percentile(classes, 0), 3'600'000);
    EXPECT_GE(percentile(classes, 50).value(), 9 * 3'600'000.0);
    EXPECT_LE(percentile(classes, 95).value(), 11 * 3'600'000.0);
    for (const Figure& figure : figures_of({.totals = old}))
        if (figure.name == "time_to_resolve") {
            EXPECT_EQ(figure.rows.at(0).value, 10);
            EXPECT_NEAR(figure.rows.at(1).value, 9.1, 1e-9) << "91 hours of ten";
        }
}

TEST(Report, AsCsvHasTheDefinitionBesideEachFigure) {
    const Report report{.figures = {{"received", "complaints", "All, \"really\" all.", {{.key = "a", .value = 2}}}}};
    EXPECT_EQ(as_csv(report),
              "figure,key,label,value,unit,definition\r\nreceived,a,,2,complaints,\"All, \"\"really\"\" all.\"\r\n");
}

TEST(Report, AsCsvHasTheNumbersThatJsonHas) {
    for (const double value : {0.1, 123456789012345.0, 1000000.25, 1.0 / 3, 1e300, -0.0}) {
        const Report report{.figures = {{"f", "u", "d", {{.key = "k", .value = value}}}}};
        EXPECT_THAT(to_json(encode(report)), HasSubstr("\"value\":" + number_text(value) + "}"));
        EXPECT_THAT(as_csv(report), HasSubstr("k,," + number_text(value) + ",u"));
    }
}

class ReportDeskTest : public DeskTest {
protected:
    Counts figure(const std::string& name, const api::ReportOf& request = {}) {
        const Report report = bed.call(api::report, request);
        Counts counts;
        for (const Figure& figure : report.figures) {
            EXPECT_FALSE(figure.definition.empty()) << figure.name;
            if (figure.name == name)
                for (const FigureRow& row : figure.rows) counts[row.key] = row.value;
        }
        return counts;
    }
    /// The severity rule's opinion of all that came, many a commit: for as many as come from another system.
    void score_all() {
        const kit::JobRoute& route = bed.engine().job_routes().at(0);
        for (auto jobs = bed.engine().waiting_jobs(bed.reader(), route.kind, route.batch); !jobs.empty();
             jobs = bed.engine().waiting_jobs(bed.reader(), route.kind, route.batch)) {
            std::vector<std::string> payloads;
            for (const kit::QueuedJob& job : jobs) payloads.push_back(job.payload);
            kit::View view(bed.reader(), bed.clock.now(), {});
            auto outcomes = route.run(view, payloads);
            std::vector<kit::Work> work;
            for (std::size_t i = 0; i < jobs.size(); ++i) {
                jobs[i].outcome = std::move(outcomes.at(i));
                work.emplace_back(std::move(jobs[i]));
            }
            bed.engine().run(work);
        }
    }
    /// Adds up what was appended, as it happens by itself every few seconds.
    void add_up() { bed.advance(std::chrono::seconds(5)); }
};
RAPPORT_ON_EACH_STORE(ReportDeskTest);

TEST_P(ReportDeskTest, FollowsEachChangeAtOnceAndIsTheSameOnceItIsAddedUp) {
    const Complaint first = open("a");
    open("b");
    EXPECT_EQ(figure("received_by_state"), (Counts{{"received", 2}}));
    bed.call(api::acknowledge, {first.id});
    EXPECT_EQ(figure("received_by_state"), (Counts{{"received", 1}, {"acknowledged", 1}}));
    add_up();
    EXPECT_EQ(figure("received_by_state"), (Counts{{"received", 1}, {"acknowledged", 1}}));
    bed.call(api::withdraw, {first.id, {}, "x"});
    EXPECT_EQ(figure("received_by_state"), (Counts{{"received", 1}, {"withdrawn", 1}}));
    add_up();
    EXPECT_EQ(figure("received_by_state"), (Counts{{"received", 1}, {"withdrawn", 1}}));
    EXPECT_EQ(figure("received"), (Counts{{"", 2}}));
    EXPECT_EQ(bed.reader().rows<std::int64_t>("select count(*) from tally_cells"),
              (std::vector<std::tuple<std::int64_t>>{{0}}));
}

TEST_P(ReportDeskTest, CountsWhatWasReceivedInThePeriodAlone) {
    const auto on = [&](const char* time) {
        bed.call(
            api::open,
            {{.complainant = Complainant{.name = "Ann"}, .subject = "x", .received_at = instant_from(time).value()}});
    };
    on("2025-11-30T23:59:59.999Z");
    on("2025-12-01T00:00:00Z");
    on("2025-12-31T23:59:59.999Z");
    on("2026-01-01T00:00:00Z");
    const api::ReportOf december{day_from("2025-12-01"), day_from("2025-12-31")};
    EXPECT_EQ(figure("received", december), (Counts{{"", 2}}));
    add_up();
    EXPECT_EQ(figure("received", december), (Counts{{"", 2}}));
    EXPECT_EQ(figure("received_by_month"), (Counts{{"2025-11", 1}, {"2025-12", 2}, {"2026-01", 1}}));
    EXPECT_EQ(refusal([&] {
                  figure("received", {day_from("2026-01-01"), day_from("2025-12-31")});
              }).code(),
              Code::invalid_argument);
}

TEST_P(ReportDeskTest, CountsPartiesInWholeMonthsAndAtTheEndsOfThePeriod) {
    const PartyId acme = party("Acme");
    const char* const times[] = {"2025-10-31T12:00:00Z", "2025-11-14T12:00:00Z", "2025-11-15T12:00:00Z",
                                 "2025-12-15T12:00:00Z", "2026-01-10T12:00:00Z", "2026-01-11T12:00:00Z"};
    for (const char* time : times)
        bed.call(api::open, {{.party = acme, .subject = "x", .received_at = instant_from(time).value()}});
    struct Row {
        const char *from, *to;
        double count;
    };
    const Row table[] = {{"2025-11-15", "2026-01-10", 3}, {"2025-11-01", "2025-12-31", 3},
                         {"2025-11-15", "2025-11-15", 1}, {"2025-10-31", "2026-01-11", 6},
                         {"2025-12-01", "2025-12-31", 1}, {"2025-11-02", "2025-12-30", 3}};
    for (int round = 0; round < 2; ++round) {
        for (const Row& row : table)
            EXPECT_EQ(figure("received_by_party", {day_from(row.from), day_from(row.to)}),
                      (Counts{{to_text(acme), row.count}}))
                << row.from << " " << row.to;
        add_up();
    }
    for (const Figure& figure : bed.call(api::report, {}).figures)
        if (figure.name == "received_by_party") {
            EXPECT_EQ(figure.rows.at(0).label, "Acme");
        }
}

TEST_P(ReportDeskTest, OfWhatHadATargetSaysHowManyKeptItNeverAboveAHundred) {
    const Complaint kept = open("a");
    open("b");
    bed.call(api::acknowledge, {kept.id});
    EXPECT_EQ(figure("in_time_acknowledge"), (Counts{{"complaints", 1}, {"percent", 100}})) << "the other may still";
    bed.advance(std::chrono::hours(9));
    EXPECT_EQ(figure("in_time_acknowledge"), (Counts{{"complaints", 2}, {"percent", 50}})) << "open, and past it";
    EXPECT_EQ(figure("in_time_resolve"), (Counts{{"complaints", 0}}));
}

TEST_P(ReportDeskTest, MeanAndPercentilesOfOneTimeAreThatTime) {
    Instant received = *instant_from("2024-02-02T09:00:00Z");
    for (const std::int64_t ms : {1LL, 999LL, 60'000LL, 6'000'000LL, 7'654'321LL, 864'000'000LL}) {
        received = received + std::chrono::days(1);
        bed.call(api::import_rows, {.rows = {any_of(api::ImportRow{.reference = {"crm", std::to_string(ms)},
                                                                   .complainant = Complainant{.name = "Ann"},
                                                                   .subject = "x",
                                                                   .received_at = received,
                                                                   .closed_at = received + Millis(ms),
                                                                   .open = false})}});
        const double hours = static_cast<double>(ms) / 3'600'000;
        const Counts times{{"complaints", 1}, {"mean", hours}, {"p50", hours}, {"p90", hours}, {"p95", hours}};
        for (int round = 0; round < 2; ++round) {
            EXPECT_EQ(figure("time_to_resolve", {day_of(received), day_of(received)}), times) << ms;
            add_up();
        }
    }
}

TEST_P(ReportDeskTest, MeasuresTimesCostRecurrenceAndAge) {
    const PartyId acme = party("Acme");
    const auto opened = [&] {
        const auto complaint = bed.call(api::open, {{.party = acme, .subject = "x", .category = "network"}});
        bed.run_jobs();
        return complaint;
    };
    const Complaint first = opened();
    bed.advance(std::chrono::hours(2));
    bed.call(api::acknowledge, {first.id});
    bed.call(api::update, kit::Edit<Complaint>::of(first.id)
                              .set(&Complaint::root_cause, "wear")
                              .set(&Complaint::cost, Money{500, "EUR"}));
    bed.advance(std::chrono::days(40));
    opened();
    const Counts acknowledged = figure("time_to_acknowledge");
    EXPECT_EQ(acknowledged.at("complaints"), 1);
    EXPECT_EQ(acknowledged.at("mean"), 2);
    EXPECT_NEAR(acknowledged.at("p90"), 2, 0.2);
    EXPECT_EQ(figure("cost"), (Counts{{"EUR", 500}}));
    EXPECT_EQ(figure("received_by_root_cause"), (Counts{{"wear", 1}}));
    EXPECT_EQ(figure("recurring"), (Counts{{"complaints", 1}, {"percent", 50}}));
    const Counts age{{"up to 7 days", 1}, {"8 to 30 days", 0}, {"31 to 90 days", 1}, {"over 90 days", 0}};
    EXPECT_EQ(figure("open_by_age"), age);
    bed.call(api::update, kit::Edit<Complaint>::of(first.id).set(&Complaint::cost, Money{700, "EUR"}));
    EXPECT_EQ(figure("cost"), (Counts{{"EUR", 700}}));
    EXPECT_EQ(bed.call(api::report_csv, {}).content.substr(0, 39), "figure,key,label,value,unit,definition\r");
}

/// What a test counts straight from the file.
struct Published {
    std::vector<api::ImportRow> rows;
    Counts category, month, channel, state;
};

Published read(std::istream& in, std::size_t most) {
    const std::map<std::string, ReceivedVia> channels{
        {"Web", ReceivedVia::web},           {"Phone", ReceivedVia::phone}, {"Postal mail", ReceivedVia::letter},
        {"Referral", ReceivedVia::referral}, {"Fax", ReceivedVia::fax},     {"Email", ReceivedVia::email}};
    Published published;
    kit::CsvReader reader(in);
    const auto at = [&reader](const char* name) { return reader.column(name); };
    for (kit::CsvRow row; published.rows.size() < most && reader.next(row);) {
        if (row.rejected) continue;
        const auto field = [&](const char* name) { return row.fields[at(name)]; };
        const bool open = field("Company response to consumer") == "In progress";
        published.rows.push_back({.reference = {"cfpb", field("Complaint ID")},
                                  .complainant = Complainant{.name = field("Company")},
                                  .subject = field("Issue"),
                                  .text = field("Consumer complaint narrative"),
                                  .category = field("Product"),
                                  .received_via = channels.at(field("Submitted via")),
                                  .received_at = start_of(day_from(field("Date received")).value()),
                                  .open = open});
        ++published.category[field("Product")];
        ++published.month[field("Date received").substr(0, 7)];
        ++published.channel[std::string(name_of(published.rows.back().received_via))];
        ++published.state[open ? "received" : "closed"];
    }
    return published;
}

TEST_P(ReportDeskTest, OfThePublishedComplaintsIsWhatTheFileSays) {
    const char* const named = std::getenv("RAPPORT_DATA");
    const auto file = std::filesystem::path(named ? named : RAPPORT_DATA_DEFAULT) / "cfpb-complaints.csv";
    std::ifstream in(file, std::ios::binary);
    if (!in) GTEST_SKIP() << "NOT TESTED WITH REAL INPUT: no " << file << "; set RAPPORT_DATA to its folder";
    // PostgreSQL commits each by itself: a part of them shows there what it has to.
    const std::size_t count = GetParam() == "sqlite" ? 2'067 : 300;
    const Published published = read(in, count);
    ASSERT_EQ(published.rows.size(), count);
    for (std::size_t i = 0; i < published.rows.size(); i += 100) {
        kit::ImportRows import;
        for (std::size_t j = i; j < std::min(i + 100, published.rows.size()); ++j)
            import.rows.push_back(any_of(published.rows[j]));
        for (const kit::ImportedRow& row : bed.call(api::import_rows, import).rows)
            ASSERT_EQ(row.outcome, kit::ImportOutcome::created) << row.error.value_or("");
    }
    score_all();
    const api::ReportOf ever{day_from("1990-01-01"), day_of(bed.clock.now())};
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(figure("received", ever), (Counts{{"", static_cast<double>(count)}}));
        EXPECT_EQ(figure("received_by_category", ever), published.category);
        EXPECT_EQ(figure("received_by_month", ever), published.month);
        EXPECT_EQ(figure("received_by_channel", ever), published.channel);
        EXPECT_EQ(figure("received_by_state", ever), published.state);
        add_up();
    }
    kit::ListOf<Complaint> page{.limit = 200};
    std::size_t explained = 0;
    do {
        const auto found = bed.call(api::list, page);
        for (const Complaint& complaint : found.items)
            explained += complaint.score && !complaint.score->reason.empty() && complaint.priority;
        page.after = found.next;
    } while (page.after);
    EXPECT_EQ(explained, count) << "each is assessed, with an explanation";
}

}  // namespace
}  // namespace rapport::complaints

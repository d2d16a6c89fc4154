// SPDX-License-Identifier: MIT
#include "services/complaints/testing.hpp"

namespace rapport::complaints {
namespace {

using Counts = std::map<std::string, double>;

class ReportZoneTest : public DeskTest {
protected:
    Complaint received(const char* time, std::optional<PartyId> party = {}) {
        return bed.call(api::open, {{.party = party,
                                     .complainant = Complainant{.name = "Ann"},
                                     .subject = "x",
                                     .received_at = *instant_from(time)}});
    }
    Counts figure(const std::string& name, const api::ReportOf& request) {
        Counts counts;
        for (const Figure& figure : bed.call(api::report, request).figures)
            if (figure.name == name)
                for (const FigureRow& row : figure.rows) counts[row.key] = row.value;
        return counts;
    }
    double on(const char* from, const char* to, const char* zone) {
        return figure("received", {day_from(from), day_from(to), zone}).at("");
    }
    void add_up() { bed.advance(std::chrono::seconds(5)); }
};
RAPPORT_ON_EACH_STORE(ReportZoneTest);

TEST_P(ReportZoneTest, CountsByTheDaysOfTheZone) {
    const char* const times[] = {"2017-04-30T22:30:00Z",      // Berlin: May 1, 00:30
                                 "2025-03-29T23:00:00Z",      // Berlin: the first moment of March 30, a day of 23 hours
                                 "2025-03-30T21:59:59.999Z",  // its last
                                 "2025-10-25T22:00:00Z",  // Berlin: the first moment of October 26, a day of 25 hours
                                 "2025-10-26T22:59:59.999Z",  // its last
                                 "2025-06-30T18:15:00Z",      // Kathmandu (+05:45): July 1, 00:00
                                 "2025-06-30T18:14:59.999Z",
                                 "2011-12-30T10:00:00Z",      // Apia: December 31, 00:00; there was no December 30
                                 "2011-12-30T09:59:59.999Z",  // December 29
                                 "2025-08-01T10:30:00Z"};     // Kiritimati (+14): August 2, 00:30
    for (const char* time : times) received(time);
    struct Row {
        const char *from, *to, *zone;
        double count;
    } const table[] = {{"2017-05-01", "2017-05-01", "Europe/Berlin", 1},
                       {"2017-05-01", "2017-05-01", "UTC", 0},
                       {"2017-04-30", "2017-04-30", "UTC", 1},
                       {"2025-03-30", "2025-03-30", "Europe/Berlin", 2},
                       {"2025-03-29", "2025-03-29", "Europe/Berlin", 0},
                       {"2025-03-31", "2025-03-31", "Europe/Berlin", 0},
                       {"2025-10-26", "2025-10-26", "Europe/Berlin", 2},
                       {"2025-10-25", "2025-10-25", "Europe/Berlin", 0},
                       {"2025-10-27", "2025-10-27", "Europe/Berlin", 0},
                       {"2025-07-01", "2025-07-01", "Asia/Kathmandu", 1},
                       {"2025-06-30", "2025-06-30", "Asia/Kathmandu", 1},
                       {"2011-12-30", "2011-12-30", "Pacific/Apia", 0},
                       {"2011-12-31", "2011-12-31", "Pacific/Apia", 1},
                       {"2011-12-29", "2011-12-29", "Pacific/Apia", 1},
                       {"2025-08-02", "2025-08-02", "Pacific/Kiritimati", 1},
                       {"2025-08-01", "2025-08-01", "Pacific/Kiritimati", 0},
                       {"2025-03-01", "2025-10-31", "Europe/Berlin", 7},
                       {"2011-01-01", "2025-12-31", "America/New_York", 10}};
    for (int round = 0; round < 2; ++round) {
        for (const Row& row : table)
            EXPECT_EQ(on(row.from, row.to, row.zone), row.count) << row.from << " " << row.to << " " << row.zone;
        add_up();
    }
}

TEST_P(ReportZoneTest, CountsMonthsPartiesAndStatesByTheZoneToo) {
    const PartyId acme = party("Acme");
    received("2025-11-30T22:59:59.999Z", acme);
    received("2025-11-30T23:00:00Z", acme);
    received("2025-12-15T12:00:00Z", acme);
    received("2025-12-31T22:59:59.999Z", acme);
    received("2025-12-31T23:00:00Z", acme);
    bed.call(api::withdraw, {received("2025-11-30T23:30:00Z").id, {}, "x"});
    const api::ReportOf december{day_from("2025-12-01"), day_from("2025-12-31"), "Europe/Berlin"};
    const api::ReportOf all{day_from("2025-01-01"), day_from("2026-01-31"), "Europe/Berlin"};
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(figure("received_by_month", december), (Counts{{"2025-12", 4}}));
        EXPECT_EQ(figure("received_by_month", all), (Counts{{"2025-11", 1}, {"2025-12", 4}, {"2026-01", 1}}));
        EXPECT_EQ(figure("received_by_party", december), (Counts{{to_text(acme), 3}, {"", 1}}));
        EXPECT_EQ(figure("received_by_party", all), (Counts{{to_text(acme), 5}, {"", 1}}));
        EXPECT_EQ(figure("received_by_state", december), (Counts{{"received", 3}, {"withdrawn", 1}}));
        EXPECT_EQ(figure("time_to_resolve", december).at("complaints"), 1);
        add_up();
    }
}

TEST_P(ReportZoneTest, CountsFeedbackAndAgesByTheZoneToo) {
    bed.clock.set(*instant_from("2026-03-02T23:30:00Z"));  // Berlin: the 3rd, 00:30
    bed.call(api::create_compliment,
             {{.giver = Complainant{.name = "Ann"}, .praised = "The night shift", .text = "Well done"}});
    bed.call(api::create_suggestion, {{.giver = Complainant{.name = "Ann"}, .subject = "More light"}});
    received("2026-02-23T22:59:59.999Z");  // eight days ago
    received("2026-02-23T23:00:00Z");      // seven
    const Day third = *day_from("2026-03-03"), second = *day_from("2026-03-02");
    for (int round = 0; round < 2; ++round) {
        for (const auto& [day, count] : {std::pair(third, 1U), {second, 0U}}) {
            EXPECT_EQ(figure("compliments", {day, day, "Europe/Berlin"}).size(), count);
            EXPECT_EQ(figure("suggestions", {day, day, "Europe/Berlin"}).size(), count);
        }
        EXPECT_EQ(figure("compliments", {second, second, {}}).size(), 1U);
        EXPECT_EQ(figure("open_by_age", {{}, {}, "Europe/Berlin"}),
                  (Counts{{"up to 7 days", 1}, {"8 to 30 days", 1}, {"31 to 90 days", 0}, {"over 90 days", 0}}));
        EXPECT_EQ(figure("open_by_age", {}).at("up to 7 days"), 2) << "in UTC it is the 2nd";
        add_up();
    }
}

TEST_P(ReportZoneTest, TheOrganisationsZoneHoldsWhereNoneIsNamed) {
    received("2017-04-30T22:30:00Z");
    EXPECT_EQ(bed.call(api::report, {}).time_zone, "UTC");
    tell(gateway::accounts::api::Organisation{.version = 1, .time_zone = "Europe/Berlin"});
    const api::ReportOf may{day_from("2017-05-01"), day_from("2017-05-01"), {}};
    EXPECT_EQ(figure("received", may).at(""), 1);
    EXPECT_EQ(bed.call(api::report, may).time_zone, "Europe/Berlin");
    EXPECT_NE(bed.call(api::report_csv, may).content.find("in the time zone Europe/Berlin"), std::string::npos);
    EXPECT_EQ(bed.call(api::prepare_review, {*may.from, *may.to, {}}).report.time_zone, "Europe/Berlin");
    const Review review = bed.call(api::prepare_review, {*may.from, *may.to, "America/New_York"});
    EXPECT_EQ(review.report.time_zone, "America/New_York");
    EXPECT_EQ(review.report.figures.at(0).rows.at(0).value, 0);
    for (const char* zone : {"Mars/Olympus", "localtime", "../etc/passwd"})
        EXPECT_EQ(refusal([&] {
                      bed.call(api::report, {{}, {}, zone});
                  }).message(),
                  "time_zone: must be the name of an IANA time zone such as Europe/Berlin")
            << zone;
}

}  // namespace
}  // namespace rapport::complaints

// SPDX-License-Identifier: MIT
#include "services/kit/organisation.hpp"

#include <gtest/gtest.h>

#include "services/kit/testing/desk_test.hpp"

namespace rapport::kit {
namespace {

/// A service that follows the organisation.
struct Desk {
    std::vector<std::string> heard;

    Definition definition() {
        return {"posts",
                "posts",
                organisation_routes([this](Unit&, const Organisation& now) { heard.push_back(now.time_zone); }),
                {}};
    }
};

class OrganisationTest : public testing_kit::DeskTest<Desk> {
protected:
    /// What accounts tells, as JSON: more than is read here.
    void tell(std::int64_t version, const std::string& fields) {
        bus::Event event = bed.make(Event<Nothing>{"accounts.organisation_changed"}, id, Nothing{});
        event.data = {from_json(R"({"organisation":{"id":")" + to_text(id) + R"(","version":)" +
                                std::to_string(version) + R"(,"logo":{"media_type":"image/png","content":"aa=="},)" +
                                fields + R"("created_at":"2026-01-01T00:00:00.000Z"},"changes":[]})")};
        const Outcome outcome = bed.deliver(event);
        EXPECT_FALSE(outcome.error) << outcome.error->message();
    }
    Organisation known() { return organisation({bed.reader(), bed.clock.now(), {}}); }

    const Uuid id = office_hours_id;
};
RAPPORT_ON_EACH_STORE(OrganisationTest);

TEST_P(OrganisationTest, HasDefaultsUntilItWasHeardOf) {
    const Organisation organisation = known();
    EXPECT_FALSE(organisation.known());
    EXPECT_EQ(organisation.time_zone, "UTC");
    EXPECT_EQ(organisation.language(), "en");
    EXPECT_EQ(organisation.calendar, office_hours_id);
    EXPECT_FALSE(organisation.name || organisation.public_url || organisation.mail_sender);
}

TEST_P(OrganisationTest, IsWhatWasToldLast) {
    tell(1, R"("name":"ACME","time_zone":"Europe/Berlin","languages":["de","en"],)");
    EXPECT_EQ(known().name, "ACME");
    EXPECT_EQ(known().language(), "de");
    tell(2, R"("time_zone":"Asia/Shanghai","languages":["zh"],"public_url":"https://help.example.com",)"
            R"("mail_sender":{"address":"desk@example.com"},)");
    const Organisation organisation = known();
    EXPECT_TRUE(organisation.known());
    EXPECT_FALSE(organisation.name);
    EXPECT_EQ(organisation.time_zone, "Asia/Shanghai");
    EXPECT_EQ(organisation.public_url, "https://help.example.com");
    EXPECT_EQ(organisation.mail_sender, (MailSender{"desk@example.com", {}}));
    tell(1, R"("time_zone":"UTC",)");
    EXPECT_EQ(known().time_zone, "Asia/Shanghai") << "that is older";
    EXPECT_EQ(desk.heard, (std::vector<std::string>{"Europe/Berlin", "Asia/Shanghai"}));
}

}  // namespace
}  // namespace rapport::kit

// SPDX-License-Identifier: MIT
// Of the desk: how what is to be told goes through channels, whatever these do.
#include "sdk/host/testing/server.hpp"
#include "services/notifier/testing.hpp"

namespace rapport::notifier {
namespace {

using std::chrono::seconds;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class NotifierChannelsTest : public DeskBed {};
RAPPORT_ON_EACH_STORE(NotifierChannelsTest);

TEST_P(NotifierChannelsTest, KilledBetweenSendingAndCommittingItTellsOnce) {
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    send_and_crash();
    EXPECT_EQ(notices({.state = State::queued}).size(), 1U);
    send_and_crash();
    bed.run_jobs();
    EXPECT_THAT(told(), SizeIs(1));
    EXPECT_EQ(notices({.state = State::sent}).size(), 1U);
}

TEST_P(NotifierChannelsTest, KilledSoOnAChannelThatIsNotIdempotentItSendsOnceAndSaysThatItDoesNotKnow) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "hello")));
    send_and_crash();
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(1));
    const auto unknown = bed.emitted(api::unknown);
    ASSERT_THAT(unknown, SizeIs(1));
    EXPECT_THAT(unknown[0].reason.value_or(""), HasSubstr("stopped while it may have been on its way"));
    bed.call(api::resend, {.id = unknown[0].notice});
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
    EXPECT_EQ(notices({.state = State::sent}).size(), 1U);
}

TEST_P(NotifierChannelsTest, ABusyChannelIsTriedAgainLaterAndThenGivenUp) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "retry")));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(1));
    bed.advance(seconds(29));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(1));
    bed.advance(seconds(1));  // the 30 s that the channel asked for
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
    for (int i = 0; i < 5; ++i) {
        bed.advance(std::chrono::hours(1));
        bed.run_jobs();
    }
    EXPECT_THAT(lines("pager"), SizeIs(3));
    const auto failed = notices({.state = State::failed});
    ASSERT_THAT(failed, SizeIs(1));
    EXPECT_EQ(failed[0].reason, "given up after 3 attempts: the line is busy");
    EXPECT_THAT(bed.emitted(api::failed), SizeIs(1));

    bed.call(api::resend, {.id = failed[0].id});
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(4));
}

TEST_P(NotifierChannelsTest, RetriesSurviveARestart) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "retry")));
    bed.run_jobs();
    restart();
    bed.advance(seconds(30));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
}

TEST_P(NotifierChannelsTest, WhatAChannelRefusesFailsAndWhatItDiesOfIsUnknown) {
    only_rule("pager");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "reject")));
    bed.run_jobs();
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "die")));
    bed.run_jobs();
    EXPECT_EQ(notices({.state = State::failed}).at(0).reason, "no such number");
    EXPECT_THAT(notices({.state = State::unknown}).at(0).reason.value_or(""), HasSubstr("the channel's process"));
}

TEST_P(NotifierChannelsTest, AnAddressThatBouncesIsToldAndNobodyWritesThereOnceItIsMarked) {
    only_rule("pager");
    registry::Party acme = known_party("Acme", "gone@acme.example");
    bus::Event event = opened(complaint_of(acme, "bounce"));
    event.parties = {acme.id};
    bed.deliver(event);
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "reject")));
    bed.run_jobs();
    EXPECT_THAT(notices({.state = State::failed}), SizeIs(2));
    const auto bounced = bed.emitted(api::bounced);
    ASSERT_THAT(bounced, SizeIs(1)) << "what is refused is refused of the letter";
    EXPECT_EQ(bounced[0].address, "gone@acme.example");
    EXPECT_EQ(bounced[0].reason, "nobody has that number");
    for (const bus::Event& told : bed.events)
        if (told.type == api::bounced.type) {
            EXPECT_EQ(told.parties, std::vector<Uuid>{acme.id});
        }
    // What the registry makes of it.
    acme.version = 2;
    acme.marks = {{.kind = registry::MarkKind::invalid, .address = "gone@acme.example", .since = bed.clock.now()}};
    bed.deliver(registry::party_changed, acme.id, {.entity = acme, .changes = {}});
    bed.deliver(opened(complaint_of(acme, "hello")));
    bed.run_jobs();
    EXPECT_THAT(lines("pager"), SizeIs(2));
    EXPECT_THAT(notices({.state = State::skipped}).at(0).reason.value_or(""), HasSubstr("marked as invalid"));
}

TEST_P(NotifierChannelsTest, AnIdempotentChannelThatDiesIsTriedAgain) {
    only_rule("safe");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "throw")));
    bed.run_jobs();
    const auto queued = notices({.state = State::queued});
    ASSERT_THAT(queued, SizeIs(1));
    EXPECT_TRUE(queued[0].next_attempt_at);
}

TEST_P(NotifierChannelsTest, MailGoesToARealMailServer) {
    const sdk::Server server("smtp_server.py", {"none"});
    configure(
        "email", "rapport.email",
        {{"host", "127.0.0.1"}, {"port", std::stoi(server.port())}, {"security", "none"}, {"from", "desk@us.example"}});
    only_rule("email");
    bed.deliver(opened(complaint_of("Ann", "ann@example.com", "Das Netz ist träge")));
    bed.deliver(opened(complaint_of("Ann", "nobody@example.com")));
    bed.run_jobs();
    const auto sent = notices({.state = State::sent});
    ASSERT_THAT(sent, SizeIs(1));
    const auto kept = server.kept();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0]["to"], nlohmann::json({"ann@example.com"}));
    EXPECT_THAT(kept[0]["content"].get<std::string>(),
                HasSubstr("Message-ID: <" + to_text(sent[0].id) + "@us.example>"));
    EXPECT_EQ(sent[0].reference, "<" + to_text(sent[0].id) + "@us.example>");
    EXPECT_EQ(notices({.state = State::failed}).at(0).reason, "the mail server refuses: 550 5.1.1 no such mailbox");
}

TEST_P(NotifierChannelsTest, MailThatDoesNotSayFromWhomComesFromTheOrganisationsSender) {
    const sdk::Server server("smtp_server.py", {"none"});
    configure("email", "rapport.email",
              {{"host", "127.0.0.1"}, {"port", std::stoi(server.port())}, {"security", "none"}});
    only_rule("email");
    EXPECT_THAT(bed.call(api::probe_channel, {"email"}).reason.value_or(""), HasSubstr("from")) << "nobody is known";
    std::int64_t version = 0;
    for (const char* address : {"desk@us.example", "help@us.example"}) {
        const accounts::Organisation organisation{.version = ++version,
                                                  .mail_sender = kit::MailSender{address, "Desk"}};
        bed.deliver(accounts::organisation_changed, organisation.id, {.entity = organisation, .changes = {}});
        bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
        bed.run_jobs();
        EXPECT_EQ(server.kept().back()["from"], address);
    }
    EXPECT_TRUE(bed.call(api::probe_channel, {"email"}).works);
}

TEST_P(NotifierChannelsTest, AChannelIsProbedWithoutSending) {
    sdk::Server server("smtp_server.py", {"none"});
    configure(
        "email", "rapport.email",
        {{"host", "127.0.0.1"}, {"port", std::stoi(server.port())}, {"security", "none"}, {"from", "desk@us.example"}});
    configure("broken", "rapport.email", {{"host", "127.0.0.1"}});
    const auto works = bed.call(api::probe_channel, {"email"});
    EXPECT_TRUE(works.works) << works.reason.value_or("");
    EXPECT_EQ(works.version, "1.0.0");
    EXPECT_THAT(server.kept(), IsEmpty());
    EXPECT_THAT(bed.call(api::probe_channel, {"broken"}).reason.value_or(""), HasSubstr("'/from' is missing"));
    server.stop();
    const auto down = bed.call(api::probe_channel, {"email"});
    EXPECT_FALSE(down.works);
    EXPECT_THAT(down.reason.value_or(""), HasSubstr("the channel would not work: "));
    EXPECT_THAT(refusal([&] { bed.call(api::probe_channel, {"sms"}); }), HasSubstr("not_found"));
}

TEST_P(NotifierChannelsTest, AWebhookGetsTheEventAndNeedsNobodyToBeNamed) {
    const std::string secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const sdk::Server server("http_server.py", {secret});
    configure("tickets", "rapport.webhook",
              {{"url", "http://127.0.0.1:" + server.port() + "/hook"},
               {"secret", "file:" + server.folder().write("secret", secret)},
               {"allowed_networks", "127.0.0.1"}});
    only_rule("tickets", Recipient::channel);
    const bus::Event event = opened(complaint_of("Ann", {}));
    bed.deliver(event);
    bed.run_jobs();
    const auto sent = notices({.state = State::sent});
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].address, "");
    const auto kept = server.kept();
    ASSERT_THAT(kept, SizeIs(1));
    EXPECT_EQ(kept[0]["headers"]["webhook-id"], to_text(sent[0].id));
    const auto body = nlohmann::json::parse(kept[0]["body"].get<std::string>());
    EXPECT_EQ(body["specversion"], "1.0");
    EXPECT_EQ(body["id"], to_text(event.id));
    EXPECT_EQ(body["type"], "complaints.opened");
    EXPECT_EQ(body["data"]["complaint"]["complainant"]["name"], "Ann");
}

TEST_P(NotifierChannelsTest, WhatAChannelsRateHoldsBackWaitsAndCountsAsNoAttempt) {
    only_rule("slow");
    for (int i = 0; i < 5; ++i) bed.deliver(opened(complaint_of("Ann", "ann@example.com", "hello")));
    bed.run_jobs();
    EXPECT_THAT(lines("slow"), SizeIs(3));
    EXPECT_THAT(notices({.state = State::sent}), SizeIs(3));
    for (const Notice& notice : notices({.state = State::queued})) {
        EXPECT_EQ(notice.attempts, 0);
        EXPECT_EQ(notice.reason, "the channel takes no more within this minute");
        EXPECT_TRUE(notice.next_attempt_at);
    }
}

TEST_P(NotifierChannelsTest, AChannelThatIsNoLongerConfiguredIsTheReason) {
    only_rule("pager");
    settings.channels.clear();
    restart();
    bed.deliver(opened(complaint_of("Ann", "ann@example.com")));
    EXPECT_EQ(notices().at(0).reason, "the channel pager is not configured");
}

}  // namespace
}  // namespace rapport::notifier

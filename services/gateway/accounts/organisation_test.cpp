// SPDX-License-Identifier: MIT
#include <gmock/gmock-more-matchers.h>
#include <sodium.h>

#include "services/gateway/accounts/currency.hpp"
#include "services/gateway/accounts/organisation_check.hpp"
#include "services/gateway/accounts/public_url.hpp"
#include "services/gateway/accounts/testing.hpp"

namespace rapport::gateway::accounts {
namespace {

using api::Organisation;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using testing::StartsWith;
using namespace std::literals;

std::string base64(const std::string& bytes) {
    std::string text(sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(text.data(), text.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    text.pop_back();
    return text;
}

const std::string png = "\x89PNG\r\n\x1a\n0000"s;

std::string refusal_of(const Organisation& organisation) {
    try {
        checked(organisation);
    } catch (const Error& error) {
        return error.message();
    }
    return "accepted";
}

TEST(OrganisationCheck, RefusesWhatThereIsNot) {
    const std::pair<Organisation, const char*> table[] = {
        {{}, "accepted"},
        {{.time_zone = "Asia/Shanghai", .languages = {"de", "pt-BR"}, .currencies = {"EUR", "USD"}}, "accepted"},
        {{.time_zone = "Berlin"}, "time_zone: must be the name of an IANA time zone such as Europe/Berlin"},
        {{.languages = {}}, "languages: must name one at least, such as en"},
        {{.languages = {"de", "German"}}, "languages[1]: "},
        {{.languages = {"de", "en", "de"}}, "languages[2]: is named twice: de"},
        {{.currencies = {"EUR", "EURO"}},
         "currencies[1]: EURO: must be the ISO 4217 code of a currency in use, such as EUR"},
        {{.currencies = {"eur"}}, "currencies[0]: eur: must be"},
        {{.currencies = {"DEM"}}, "currencies[0]: DEM: must be"},
        {{.currencies = {"XAU"}}, "currencies[0]: XAU: must be"},
        {{.currencies = {"EUR", "EUR"}}, "currencies[1]: is named twice: EUR"},
        {{.public_url = "help.example.com"}, "public_url: must begin with https:// or http://"}};
    for (const auto& [organisation, says] : table) EXPECT_THAT(refusal_of(organisation), StartsWith(says));
}

TEST(OrganisationCheck, ALogoIsAPictureOfItsMediaTypeAndNotTooLarge) {
    const std::string jpeg = "\xff\xd8\xff\xe0", webp = "RIFF\x10\0\0\0WEBPVP8 "s;
    const std::string svg = "\xef\xbb\xbf<?xml version=\"1.0\"?>\n<!-- ours -->\n<!DOCTYPE svg>\n<svg width='1'/>";
    EXPECT_EQ(media_type_of(png), "image/png");
    EXPECT_EQ(media_type_of(jpeg), "image/jpeg");
    EXPECT_EQ(media_type_of(webp), "image/webp");
    EXPECT_EQ(media_type_of(svg), "image/svg+xml");
    for (const std::string& none : {""s, "GIF89a"s, "RIFF\x10\0\0\0WAVE"s, "<svgs/>"s, "<html><svg/></html>"s,
                                    "<!-- no end <svg/>"s, "%PDF-1.7"s, "\x89PNG"s})
        EXPECT_EQ(media_type_of(none), std::nullopt) << none;

    const auto says = [](const std::string& type, const std::string& content) {
        return refusal_of({.logo = api::Logo{type, content}});
    };
    EXPECT_EQ(says("image/png", base64(png)), "accepted");
    EXPECT_EQ(says("image/png", base64(png + std::string(65'536 - png.size(), ' '))), "accepted");
    EXPECT_EQ(says("image/png", base64(png + std::string(65'537 - png.size(), ' '))),
              "logo.content: must be at most 64 KiB; these are 65537 bytes: make it smaller");
    EXPECT_EQ(says("image/jpeg", base64(png)), "logo.media_type: must be image/png, as the picture's first bytes say");
    EXPECT_EQ(says("image/gif", base64("GIF89a")), "logo.content: must be a PNG, JPEG, WebP or SVG picture");
    EXPECT_EQ(says("image/png", "QkVHSU4*"), "logo.content: must be the picture's bytes in base64");
}

std::string url_of(const std::string& url) {
    try {
        return checked_public_url("public_url", url);
    } catch (const Error& error) {
        return error.message();
    }
}

TEST(PublicUrl, IsOfAHostAndNothingElse) {
    const std::pair<const char*, const char*> good[] = {
        {"https://help.example.com", "https://help.example.com"},
        {"https://help.example.com/", "https://help.example.com"},
        {"http://127.0.0.1:8080", "http://127.0.0.1:8080"},
        {"http://localhost:8080/", "http://localhost:8080"},
        {"https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"},
        {"https://[::1]", "https://[::1]"},
        {"https://hilfe.müller.example", "https://hilfe.müller.example"},
        {"https://xn--mller-kva.example", "https://xn--mller-kva.example"},
        {"https://Help.Example.COM", "https://Help.Example.COM"},
    };
    for (const auto& [url, expected] : good) EXPECT_EQ(url_of(url), expected);
    for (const char* bad : {"help.example.com",
                            "//help.example.com",
                            "ftp://help.example.com",
                            "https://",
                            "http:///",
                            "https:///feedback",
                            "https:/help.example.com",
                            "HTTPS://help.example.com",
                            "javascript:alert(1)",
                            "https://help.example.com/rapport",
                            "https://help.example.com//",
                            "https://help.example.com/.",
                            "https://help.example.com/?a=b",
                            "https://help.example.com?a",
                            "https://help.example.com#a",
                            "https://help.example.com/#",
                            "https://ann@help.example.com",
                            "https://ann:secret@help.example.com",
                            "https://help.example.com:",
                            "https://help.example.com:0",
                            "https://help.example.com:65536",
                            "https://help.example.com:http",
                            "https://help.example.com:80:80",
                            "https://help .example.com",
                            "https://help.example.com\r\nx",
                            "https://-help.example.com",
                            "https://help..example.com",
                            "https://1.2.3",
                            "https://1.2.3.256",
                            "https://1.2.3.4.5",
                            "https://0x7f000001.1",
                            "https://[::1",
                            "https://::1",
                            "https://[g::1]",
                            "https://[::1]x",
                            "https://help.example.com\\evil",
                            "https://https://help.example.com"})
        EXPECT_THAT(url_of(bad), StartsWith("public_url: must ")) << bad;
}

TEST(Currency, IsOneThatIsInUse) {
    for (const char* code : {"EUR", "USD", "CNY", "CHF", "ZWG", "XAF"}) EXPECT_TRUE(is_currency(code)) << code;
    for (const char* code : {"", "E", "EURO", "eur", "DEM", "HRK", "XXX", "XTS", "CHE"})
        EXPECT_FALSE(is_currency(code)) << code;
}

class OrganisationTest : public AccountsTest {
protected:
    Organisation get() { return bed.call(api::get_organisation, {}); }
    std::string reason(const std::function<void()>& call) const {
        try {
            call();
        } catch (const Error& error) {
            return error.message();
        }
        return "accepted";
    }
    /// The request as JSON has it.
    Organisation patch(const std::string& json) {
        return bed.call(api::update_organisation, decode_request<api::UpdateOrganisation>(Any{from_json(json)}));
    }
};
INSTANTIATE_TEST_SUITE_P(Stores, OrganisationTest, testing::ValuesIn(testing_kit::backends()),
                         [](const auto& tested) { return tested.param; });

TEST_P(OrganisationTest, ThereIsOneFromTheFirstStartOn) {
    const Organisation organisation = get();
    EXPECT_EQ(organisation.id, api::organisation_id);
    EXPECT_EQ(organisation.version, 1);
    EXPECT_EQ(organisation.time_zone, "UTC");
    EXPECT_THAT(organisation.languages, ElementsAre("en"));
    EXPECT_EQ(organisation.calendar, kit::office_hours_id);
    bed.reopen();
    EXPECT_EQ(get().version, 1);
}

TEST_P(OrganisationTest, EveryoneWhoIsSignedInReadsItAndAdministratorsChangeIt) {
    bed.act_as("user:1", {});
    EXPECT_EQ(get().version, 1);
    bed.act_as("user:1", {"manager"});
    EXPECT_EQ(refusal([&] { patch(R"({"name":"ACME"})"); }), Code::permission_denied);
    bed.act_as("user:0", {"admin"});
    EXPECT_EQ(patch(R"({"name":"ACME"})").name, "ACME");
    bed.act_as("outside", {"respondent"});
    EXPECT_EQ(refusal([&] { get(); }), Code::permission_denied);
}

TEST_P(OrganisationTest, WhatIsGivenChangesIsToldAndIsInTheDirectory) {
    patch(R"({"name":"ACME","time_zone":"Europe/Berlin","languages":["de","en"],"currencies":["EUR"],)"
          R"("public_url":"https://help.example.com/","mail_sender":{"address":"desk@example.com","name":"Desk"}})");
    const Organisation now = patch(R"({"name":null})");
    EXPECT_EQ(now.name, std::nullopt);
    EXPECT_EQ(now.version, 3);
    EXPECT_EQ(now.public_url, "https://help.example.com");
    EXPECT_EQ(now.mail_sender, (kit::MailSender{"desk@example.com", "Desk"}));
    EXPECT_EQ(directory.organisation()->time_zone, "Europe/Berlin");
    directory.reload(Store(), bed.reader());
    EXPECT_EQ(directory.organisation()->time_zone, "Europe/Berlin");
    const auto told = bed.emitted(api::organisation_changed);
    ASSERT_THAT(told, SizeIs(2));
    EXPECT_EQ(told[0].changes.at(0).field, "name");
    EXPECT_EQ(told[1].entity.version, 3);
    patch(R"({"time_zone":"Europe/Berlin"})");
    EXPECT_THAT(bed.emitted(api::organisation_changed), SizeIs(2)) << "nothing changed";
}

TEST_P(OrganisationTest, WhatIsNotRightIsRefused) {
    EXPECT_EQ(refusal([&] { patch(R"({"version":9,"name":"ACME"})"); }), Code::aborted);
    EXPECT_EQ(reason([&] { patch(R"({"time_zone":"Berlin"})"); }),
              "time_zone: must be the name of an IANA time zone such as Europe/Berlin");
    EXPECT_THAT(reason([&] { patch(R"({"languages":[]})"); }), StartsWith("languages: "));
    EXPECT_THAT(reason([&] { patch(R"({"time_zone":null})"); }), StartsWith("time_zone: "));
    EXPECT_THAT(reason([&] { patch(R"({"mail_sender":{"address":"nobody"}})"); }), HasSubstr("mail_sender.address"));
    EXPECT_EQ(reason([&] { patch(R"({"calendar":"01890000-0000-7000-8000-000000000001"})"); }),
              "calendar: there is no such calendar");
    EXPECT_EQ(get().version, 1);
}

TEST_P(OrganisationTest, AnAdministratorOfSomePartiesAloneChangesNothingOfIt) {
    kit::Invocation call{.method = std::string(api::update_organisation.name),
                         .params = from_json(R"({"name":"ACME"})")};
    call.header.actor = Actor{
        .id = "user:1", .kind = "person", .roles = {"admin"}, .parties = {"01890000-0000-7000-8000-000000000001"}};
    kit::Work work = std::move(call);
    const auto outcome = bed.engine().run({&work, 1}).outcomes.at(0);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code(), Code::permission_denied);
}

/// A store's first start with settings, and a later one.
class OrganisationSettings : public testing::Test {
protected:
    static kit::Part<Organisation> settings(const std::string& json) {
        return decode_request<kit::Part<Organisation>>(Any{from_json(json)});
    }
    testing_kit::ManualClock clock;
    Directory directory{KeyedHash({1, 2, 3}), clock};
};

TEST_F(OrganisationSettings, AreWhatTheRecordBeginsWithAndTheRecordCountsAfterwards) {
    Desk first(directory, settings(R"({"name":"ACME","time_zone":"Europe/Berlin","public_url":"https://a.example/"})"));
    testing_kit::TestBed bed{first.definition()};
    bed.act_as("user:0", {"admin"});
    const auto organisation = bed.call(api::get_organisation, {});
    EXPECT_EQ(organisation.name, "ACME");
    EXPECT_EQ(organisation.public_url, "https://a.example");
    EXPECT_EQ(bed.call(api::get_calendar, {kit::office_hours_id}).time_zone, "Europe/Berlin");
    EXPECT_THAT(first.overruled_settings(bed.reader()), IsEmpty()) << "nor is it, for a slash";

    Desk second(directory, settings(R"({"name":"Other","time_zone":"Europe/Berlin","languages":["zh"]})"));
    bed.reopen(second.definition());
    EXPECT_EQ(bed.call(api::get_organisation, {}).name, "ACME");
    EXPECT_THAT(second.overruled_settings(bed.reader()), ElementsAre("name", "languages"));
}

}  // namespace
}  // namespace rapport::gateway::accounts

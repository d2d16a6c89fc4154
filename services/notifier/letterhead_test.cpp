// SPDX-License-Identifier: MIT
#include "services/notifier/letterhead.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/error.hpp"
#include "services/notifier/mailbox.hpp"

namespace rapport::notifier {
namespace {

using testing::StartsWith;

std::string url_of(const std::string& url) {
    try {
        return letterhead_of({.public_url = url}).public_url;
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::invalid_argument);
        return error.message();
    }
}

TEST(Letterhead, ThePublicUrlIsOfAHostAndNothingElse) {
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
    EXPECT_EQ(letterhead_of({}).public_url, "");
}

TEST(Letterhead, LanguageAndZoneAreOnesThatThereAre) {
    EXPECT_NO_THROW(letterhead_of({.language = "pt-BR", .time_zone = "Asia/Shanghai"}));
    EXPECT_THROW(letterhead_of({.language = "German"}), Error);
    EXPECT_THROW(letterhead_of({.time_zone = "Berlin"}), Error);
}

TEST(Mailbox, IsOneHoweverItsAddressIsWritten) {
    const std::vector<std::string> same[] = {
        {"ann@example.com", "Ann@Example.COM", "ANN@EXAMPLE.COM", "ann@example.com"},
        {"ann@müller.example", "Ann@MÜLLER.example", "ann@xn--mller-kva.example", "ann@XN--MLLER-KVA.Example"},
        {"a.b+c@x.example", "A.B+C@X.example"},
    };
    for (const auto& each : same)
        for (const std::string& address : each) EXPECT_EQ(mailbox_of(address), mailbox_of(each[0])) << address;
    const std::string others[] = {"ann@example.com",  "ann@example.org",      "an.n@example.com",  "ann+1@example.com",
                                  "anna@example.com", "ann@mail.example.com", "ann@müller.example"};
    for (const std::string& a : others)
        for (const std::string& b : others) EXPECT_EQ(mailbox_of(a) == mailbox_of(b), &a == &b) << a << ' ' << b;
}

}  // namespace
}  // namespace rapport::notifier

// SPDX-License-Identifier: MIT
#include "services/notifier/mailbox.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace rapport::notifier {
namespace {

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

// SPDX-License-Identifier: MIT
#include "services/notifier/recipient.hpp"

#include <gmock/gmock-matchers.h>

#include "bus/base/codec.hpp"
#include "bus/base/error.hpp"
#include "bus/base/wire.hpp"
#include "services/notifier/rule.hpp"

namespace rapport::notifier {
namespace {

using testing::HasSubstr;

std::string read(const std::string& json) {
    try {
        return to_json(encode(decode<std::vector<Recipient>>(from_json(json))));
    } catch (const Error& error) {
        return error.message();
    }
}

TEST(Recipient, WordsOfEarlierVersionsAreReadAsTheyWere) {
    for (const char* word : {"complainant", "account_manager", "channel", "owner", "role", "user", "former_address"})
        EXPECT_EQ(read("[\"" + std::string(word) + "\"]"), "[\"" + std::string(word) + "\"]");
}

TEST(Recipient, SaysWhichBehindAColonWhereThereAreSeveral) {
    for (const char* text : {"contact:escalation", "tagged:gold", "tagged:a: b", "user_role:manager",
                             "field:data.complaint.complainant.email"})
        EXPECT_EQ(read("[\"" + std::string(text) + "\"]"), "[\"" + std::string(text) + "\"]");
    EXPECT_EQ(recipient_from("contact:escalation"), Recipient(Recipient::contact, "escalation"));
    EXPECT_TRUE(recipient_from("field:data.x")->may_be_several());
    EXPECT_FALSE(recipient_from("owner")->may_be_several());
}

TEST(Recipient, WhatIsNoneIsRefusedWithThoseThatThereAre) {
    for (const char* text : {"", "contact", "contact:", "tagged", "owner:kim", "owner:", "ownr", "Contact:escalation"})
        EXPECT_THAT(read("[\"" + std::string(text) + "\"]"),
                    HasSubstr("[0]: must be one of complainant, account_manager, channel, owner, role"))
            << text;
    EXPECT_FALSE(recipient_from("tagged:" + std::string(400, 'x')));
}

TEST(Recipient, ARoleThatThereIsNotIsRefusedWithTheNearest) {
    const auto refusal = [](const Recipient& recipient) {
        try {
            check({.name = "r", .event = "a.b", .recipients = {recipient}, .templates = {{"en", "s", "t"}}});
        } catch (const Error& error) {
            return error.message();
        }
        return std::string("taken");
    };
    EXPECT_EQ(refusal({Recipient::contact, "escalation"}), "taken");
    EXPECT_EQ(refusal({Recipient::contact, "esclation"}),
              "recipients[0]: esclation must be one of decision_maker, user, escalation, billing, technical, auditor; "
              "did you mean `escalation`?");
    EXPECT_EQ(refusal({Recipient::user_role, "manager"}), "taken");
    EXPECT_THAT(refusal({Recipient::user_role, "manger"}), HasSubstr("did you mean `manager`?"));
    EXPECT_EQ(refusal({Recipient::tagged, "whatever"}), "taken");
}

}  // namespace
}  // namespace rapport::notifier

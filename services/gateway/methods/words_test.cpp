// SPDX-License-Identifier: MIT
#include "services/gateway/methods/words.hpp"

#include <gtest/gtest.h>

#include "services/gateway/methods/questions.hpp"

namespace rapport::gateway {
namespace {

std::string told(const char* key, const char* text) { return encode(kit::told_words("zh", {{key, text}})); }

TEST(Words, ThoseOfAllServicesAndOurOwnAreOne) {
    const kit::Answers answers{{"complaints", told("Complaint.severity", "严重程度")},
                               {"loans", told("Loan.rank", "等级")}};
    const AllWords all = merged_words("zh-Hans-CN", answers, questions());
    EXPECT_EQ(all.language, "zh");
    const kit::WordMap words = kit::words_of({all.language, all.words});
    EXPECT_EQ(words.at("Complaint.severity"), "严重程度");
    EXPECT_EQ(words.at("Loan.rank"), "等级");
    EXPECT_EQ(words.at("gateway_findings"), "不符合项");
    EXPECT_EQ(words.at("too_long"), "最多 {max} 个字符。");
}

TEST(Words, ALanguageThatIsNotThereIsSaidSo) {
    try {
        merged_words("tlh", {}, questions());
        ADD_FAILURE() << "there are none";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), Code::not_found);
    }
}

}  // namespace
}  // namespace rapport::gateway

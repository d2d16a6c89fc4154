// SPDX-License-Identifier: MIT
#include "services/gateway/http/entity_tag.hpp"

#include <gmock/gmock-more-matchers.h>

#include "bus/base/error.hpp"

namespace rapport::gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

HttpRequest with(const std::vector<const char*>& values) {
    HttpRequest request;
    for (const char* value : values) request.headers.emplace_back("if-NONE-match", value);
    return request;
}
std::string seen(const std::vector<const char*>& values) {
    try {
        const auto condition = tag_condition(with(values), "If-None-Match");
        if (!condition) return "absent";
        std::string text = condition->any ? "*" : "";
        for (const auto& tag : condition->tags) text += (tag.weak ? "~" : "=") + tag.opaque + ";";
        return text;
    } catch (const Error& error) {
        EXPECT_EQ(error.message(), "If-None-Match: must be * or entity tags as ETag gave them, such as \"7\"");
        return "refused";
    }
}

TEST(EntityTag, AListIsReadAsRfc9110HasIt) {
    const std::pair<std::vector<const char*>, const char*> table[] = {
        {{}, "absent"},
        {{"*"}, "*"},
        {{" * "}, "*"},
        {{R"("7")"}, "=7;"},
        {{R"(W/"7")"}, "~7;"},
        {{R"(  "7"	)"}, "=7;"},
        {{R"("6","7")"}, "=6;=7;"},
        {{R"("6" , W/"7" ,"8")"}, "=6;~7;=8;"},
        {{R"(,, "6",, "7",)"}, "=6;=7;"},
        {{R"("6")", R"(W/"7")"}, "=6;~7;"},
        {{R"("a,b", "c")"}, "=a,b;=c;"},
        {{R"("")"}, "=;"},
        {{R"("W/")"}, "=W/;"},
        {{"\"\xc3\xa9\""}, "=\xc3\xa9;"},
        {{""}, "refused"},
        {{" , "}, "refused"},
        {{"7"}, "refused"},
        {{"\"7"}, "refused"},
        {{"7\""}, "refused"},
        {{R"(w/"7")"}, "refused"},
        {{R"(W/ "7")"}, "refused"},
        {{R"("6" "7")"}, "refused"},
        {{R"("6";"7")"}, "refused"},
        {{R"("a b")"}, "refused"},
        {{R"(*, "7")"}, "refused"},
        {{"*", "*"}, "refused"},
        {{R"("7")", "*"}, "refused"},
    };
    for (const auto& [values, right] : table) EXPECT_EQ(seen(values), right) << testing::PrintToString(values);
}

TEST(EntityTag, OnlyTheWeakComparisonOverlooksWeakness) {
    struct Row {
        const char* condition;
        std::optional<std::string> current;
        bool strongly, weakly;
    };
    const Row table[] = {
        {R"("7")", "7", true, true},      {R"(W/"7")", "7", false, true},
        {R"("6", "7")", "7", true, true}, {R"("6", W/"7")", "7", false, true},
        {R"("6")", "7", false, false},    {R"("07")", "7", false, false},
        {"*", "7", true, true},           {"*", {}, true, true},
        {R"("7")", {}, false, false},
    };
    for (const Row& row : table) {
        const auto condition = tag_condition(with({row.condition}), "If-None-Match").value();
        EXPECT_EQ(names_strongly(condition, row.current), row.strongly) << row.condition;
        EXPECT_EQ(names_weakly(condition, row.current), row.weakly) << row.condition;
    }
}

TEST(EntityTag, StrongTagsOfOursNameVersions) {
    const auto versions = [](const char* value) {
        return versions_named(tag_condition(with({value}), "If-None-Match").value());
    };
    EXPECT_THAT(versions(R"("7", "9")"), ElementsAre(7, 9));
    EXPECT_THAT(versions(R"(W/"7", "x", "07", "7x", "", "99999999999999999999", "8")"), ElementsAre(8));
    EXPECT_THAT(versions("*"), IsEmpty());
}

}  // namespace
}  // namespace rapport::gateway

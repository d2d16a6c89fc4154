// SPDX-License-Identifier: MIT
#include "services/gateway/methods/resources.hpp"

#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include "bus/base/wire.hpp"

namespace rapport::gateway {
namespace {

bus::MethodInfo method(const std::string& name, const std::string& path, const std::string& request,
                       const std::string& result) {
    return {.name = name,
            .kind = "query",
            .verb = "GET",
            .path = path,
            .roles = {"agent"},
            .request = {from_json(request)},
            .result = {from_json(result)}};
}

const std::string page_of_cases = R"({"type":"object","properties":{"items":{"type":"array","items":{"type":"object",
    "title":"Case","properties":{"id":{},"number":{},"subject":{}},
    "x-ui":{"title":"{number} {subject}","subtitle":"{party}","state":"phase"}}}}})";
const std::string id = "0192f0c1-7a3b-7cde-8f00-00000000abcd";

std::vector<Resource> cases() {
    return resources_of(
        {{.name = "cases",
          .methods = {method("list", "/cases", R"({"properties":{"search":{},"ids":{}}})", page_of_cases),
                      method("get", "/cases/{id}", "{}", "{}"),
                      method("parts", "/cases/{id}/parts", "{}", page_of_cases),
                      method("report", "/report", "{}", R"({"properties":{"rows":{}}})")}}});
}

TEST(Resources, AreListsOfRecordsWithAnId) {
    const auto all = cases();
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].type, "cases.Case");
    EXPECT_EQ(all[0].path, "/api/v1/cases");
    EXPECT_EQ(all[0].get, "get");
    EXPECT_TRUE(all[0].searches && all[0].takes_ids && all[0].numbered);
    EXPECT_TRUE(all[0].lists_for({"agent"}));
    EXPECT_FALSE(all[0].lists_for({"respondent"}));
}

TEST(Resources, OfTwoListsOfATypeTheOneCountsThatHasSingleRecords) {
    const auto all = resources_of(
        {{.name = "cases",
          .methods = {method("mine", "/my-cases", "{}", page_of_cases), method("list", "/cases", "{}", page_of_cases),
                      method("get", "/cases/{id}", "{}", "{}")}}});
    ASSERT_EQ(all.size(), 1u);
    EXPECT_EQ(all[0].list, "list");
}

TEST(Resources, ARecordIsCalledAsItsSchemaSays) {
    const Resource resource = cases()[0];
    const auto one = named(resource, R"({"id":")" + id + R"(","number":"C-1","subject":"Down","party":")" + id +
                                         R"(","phase":"open","retired":true})");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->title, "C-1 Down");
    EXPECT_EQ(one->subtitle, std::nullopt) << "an id is no word for people";
    EXPECT_EQ(one->state, "open");
    EXPECT_TRUE(one->retired);
    EXPECT_FALSE(named(resource, R"({"number":"C-1"})")) << "without an id";
    EXPECT_FALSE(named(resource, "no record"));
}

TEST(Resources, OneWhoseSchemaSaysNothingIsCalledByWhatMostAreCalledBy) {
    Resource plain = cases()[0];
    plain.title = plain.subtitle = plain.state = "";
    const auto named_by = [&](const std::string& fields) {
        return named(plain, R"({"id":")" + id + "\"," + fields + "}");
    };
    EXPECT_EQ(named_by(R"("name":"ann","full_name":"Ann Lee")")->title, "Ann Lee");
    EXPECT_EQ(named_by(R"("number":"C-1")")->title, "C-1");
    EXPECT_EQ(named_by(R"("name":"x","stage":"prospect")")->state, "prospect");
    EXPECT_TRUE(named_by(R"("name":"x","active":false)")->retired);
    plain.title = "{id}";
    EXPECT_EQ(named_by(R"("name":"ann")")->title, "ann");
}

}  // namespace
}  // namespace rapport::gateway

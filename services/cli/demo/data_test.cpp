// SPDX-License-Identifier: MIT
// The data that ships with `rapport demo`.
#include "services/cli/demo/data.hpp"

#include <gmock/gmock-matchers.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "services/cli/demo/script.hpp"

namespace rapport::cli::demo {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::SizeIs;

std::vector<Script> scripts() {
    std::vector<Script> all;
    for (const DataFile& file : data) all.push_back(read_script(std::string(file.name), file.json, 1));
    return all;
}

std::vector<Step> steps() {
    std::vector<Step> all;
    for (const Script& script : scripts())
        for (const Step& step : script.steps) all.push_back(step);
    return all;
}

void each_text(const Json& value, const std::function<void(const std::string&)>& act) {
    if (value.is_string()) act(value.get<std::string>());
    if (value.is_structured())
        for (const Json& each : value) each_text(each, act);
}

/// The values of a field, wherever it stands.
void add_values(const Json& value, const std::string& field, std::set<std::string>& values) {
    if (!value.is_structured()) return;
    if (value.is_object() && value.contains(field) && value.at(field).is_string()) values.insert(value.at(field));
    for (const Json& each : value) add_values(each, field, values);
}

std::set<std::string> values_of(const std::string& field, const std::string& method = {}) {
    std::set<std::string> values;
    for (const Step& step : steps())
        if (method.empty() || step.method == method) add_values(step.params, field, values);
    return values;
}

TEST(DemoData, NamesNothingThatDoesNotComeBefore) {
    std::set<std::string> known, users{"", "outside"};
    Known meaning(1, *instant_from("2026-11-30T14:30:00Z"));
    for (const Step& step : steps()) {
        EXPECT_TRUE(users.contains(step.as)) << step.key << ": " << step.as;
        EXPECT_NO_THROW(meaning.filled_in(step.params)) << step.key;
        each_text(step.params, [&](const std::string& text) {
            if (!text.starts_with('#')) return;
            const std::string row = text.substr(1);
            EXPECT_TRUE(known.contains(row) || std::ranges::count(step.rows, row)) << step.key << ": " << text;
        });
        const auto learn = [&](const std::string& key) {
            EXPECT_TRUE(known.insert(key).second) << key << " is there twice";
            meaning.learn(key, {{"id", key}, {"token", "t"}});
        };
        for (const std::string& row : step.rows) learn(row);
        if (step.rows.empty()) learn(step.key);
        if (step.method == "create_user") users.insert(step.key);
    }
}

TEST(DemoData, BeginsWithTheProviderAndNamesNoTimeThere) {
    const Step first = steps().front();
    EXPECT_EQ(first.method, "import_parties");
    EXPECT_THAT(first.rows, ElementsAre("provider"));
    each_text(first.params, [](const std::string& text) { EXPECT_FALSE(text.starts_with('~')) << text; });
}

TEST(DemoData, HasFortyPartiesOfAllTypesInThreeCountriesAndTwoLanguages) {
    std::size_t parties = 0;
    for (const Step& step : steps())
        if (step.method == "import_parties") parties += step.rows.size();
    EXPECT_EQ(parties, 41u) << "forty, and we";
    auto types = values_of("type", "create_relationship");
    types.merge(values_of("type", "import_parties"));
    EXPECT_THAT(types, ElementsAre("client", "community", "customer", "employee", "influencer", "investor", "partner",
                                   "supplier", "third_party"));
    EXPECT_THAT(values_of("country", "import_parties"), ElementsAre("CN", "IE", "SG"));
    EXPECT_THAT(values_of("language", "import_parties"), ElementsAre("en", "zh"));
}

TEST(DemoData, HasUsersOfEachRole) {
    std::set<std::string> roles;
    for (const Step& step : steps())
        if (step.method == "create_user")
            for (const Json& role : step.params["roles"]) roles.insert(role.get<std::string>());
    EXPECT_THAT(roles, ElementsAre("account_manager", "admin", "agent", "auditor", "manager"));
}

TEST(DemoData, WritesToNobodyWhoThereIs) {
    for (const char* field : {"email", "address"})
        for (const std::string& address : values_of(field)) EXPECT_THAT(address, EndsWith(".example"));
    for (const std::string& number : values_of("number"))
        EXPECT_THAT(number, ::testing::StartsWith("+353 20 910 ")) << "kept free for stories in Ireland";
    for (const std::string& site : values_of("website")) EXPECT_THAT(site, EndsWith(".example"));
}

TEST(DemoData, IsOfServicesThatComeWithRapport) {
    for (const Script& script : scripts())
        for (const std::string& service : script.services())
            EXPECT_THAT(service, AnyOf("accounts", "registry", "complaints")) << script.name;
}

TEST(DemoData, ComplaintsTakeEveryWayThatTheyCanGo) {
    std::set<std::string> moves;
    for (const Step& step : steps())
        if (step.service == "complaints") moves.insert(step.method);
    for (const char* move : {"acknowledge", "assess", "investigate", "wait", "propose", "accept", "dispute", "close",
                             "reject", "mark_duplicate", "escalate", "create_note", "create_complaint_action", "rate"})
        EXPECT_THAT(moves, Contains(move));
}

}  // namespace
}  // namespace rapport::cli::demo

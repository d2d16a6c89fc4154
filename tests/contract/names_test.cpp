// SPDX-License-Identifier: MIT
// One thing, one name, over all services.
#include <gmock/gmock-matchers.h>
#include <gmock/gmock-more-matchers.h>

#include <fstream>
#include <regex>
#include <set>

#include "tests/contract/services.hpp"

namespace rapport::contract {
namespace {

/// Names that two have, and who.
class Taken {
public:
    void take(const std::string& name, const std::string& who) {
        const auto [first, fresh] = by_.emplace(name, who);
        if (!fresh) twice_.push_back(name + ": " + first->second + " and " + who);
    }
    const std::vector<std::string>& twice() const { return twice_; }
    std::size_t size() const { return by_.size(); }

private:
    std::map<std::string, std::string> by_;
    std::vector<std::string> twice_;
};

const bus::MethodInfo* method_in(const kit::Route& route) {
    if (const auto* command = std::get_if<kit::CommandRoute>(&route)) return &command->info;
    if (const auto* query = std::get_if<kit::QueryRoute>(&route)) return &query->info;
    if (const auto* operation = std::get_if<kit::OperationRoute>(&route)) return &operation->info;
    return nullptr;
}

TEST(Names, APathAndAVerbAreOneMethodsAlone) {
    Taken taken;
    for (const auto& service : all_services())
        for (const kit::Route& route : service->definition().routes) {
            const bus::MethodInfo* method = method_in(route);
            if (!method || !method->verb) continue;
            const std::string path = std::regex_replace(*method->path, std::regex(R"(\{[^}]*\})"), "{}");
            taken.take(*method->verb + ' ' + path, service->name() + '.' + method->name);
        }
    EXPECT_THAT(taken.twice(), testing::IsEmpty());
    EXPECT_GT(taken.size(), 100U);
}

/// Programs that people wrote against them call these, so they keep the names that they have.
const std::set<std::string> older_paths = {"/complaints/{id}/mark_duplicate", "/complaints/{id}/outside_link"};

TEST(Names, APathIsInKebabCase) {
    const std::regex kebab(R"((/([a-z0-9]+(-[a-z0-9]+)*|\{[a-z_]+\}))+)");
    std::set<std::string> older = older_paths;
    for (const auto& service : all_services())
        for (const kit::Route& route : service->definition().routes) {
            const bus::MethodInfo* method = method_in(route);
            if (!method || !method->path || older.erase(*method->path) > 0) continue;
            EXPECT_TRUE(std::regex_match(*method->path, kebab))
                << service->name() << '.' << method->name << ": " << *method->path;
        }
    EXPECT_THAT(older, testing::IsEmpty()) << "are no paths any more";
}

/// The letters that numbers may have, and of what: the table in services/README.md.
std::map<char, std::string> letters() {
    std::map<char, std::string> all;
    std::ifstream readme(RAPPORT_SOURCE_DIR "/services/README.md");
    std::smatch row;
    for (std::string line; std::getline(readme, line);)
        if (std::regex_match(line, row, std::regex(R"(\| `([A-Z])-` \| (.*) \|)"))) all[row[1].str()[0]] = row[2];
    return all;
}

TEST(Names, ALetterOfNumbersIsOneServicesAloneAndInTheTable) {
    const auto table = letters();
    EXPECT_EQ(table.size(), 16U);
    Taken taken;
    for (const auto& service : all_services()) {
        std::set<char> own;
        for (const kit::Numbered& numbered : service->definition().numbered) {
            EXPECT_TRUE(table.contains(numbered.letter)) << service->name() << "'s " << numbered.table
                                                         << ": services/README.md has no letter " << numbered.letter;
            if (own.insert(numbered.letter).second) taken.take(std::string(1, numbered.letter), service->name());
        }
    }
    EXPECT_THAT(taken.twice(), testing::IsEmpty());
    EXPECT_EQ(taken.size(), 3U) << "C, F and R";
}

TEST(Names, ATypeOfEventIsToldByOneService) {
    Taken taken;
    for (const auto& service : all_services())
        for (const auto& [type, tells] : service->events()) taken.take(type, service->name());
    EXPECT_THAT(taken.twice(), testing::IsEmpty());
    EXPECT_GT(taken.size(), 30U);
}

TEST(Names, ATimerIsOneServicesAlone) {
    Taken taken;
    for (const auto& service : all_services())
        for (const kit::Route& route : service->definition().routes) {
            const auto* timer = std::get_if<kit::TimerRoute>(&route);
            // Those of the kit are in each service.
            if (timer && !timer->name.starts_with("kit.")) taken.take(timer->name, service->name());
            if (const auto* every = std::get_if<kit::EveryRoute>(&route)) taken.take(every->name, service->name());
        }
    EXPECT_THAT(taken.twice(), testing::IsEmpty());
    EXPECT_GT(taken.size(), 5U);
}

}  // namespace
}  // namespace rapport::contract

// SPDX-License-Identifier: MIT
#include "tests/architecture/rules.hpp"

#include <gmock/gmock-more-matchers.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace rapport::architecture {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr auto licensed = "// SPDX-License-Identifier: MIT\n";

/// A small made-up project in a folder of its own, which goes with it.
class RulesTest : public testing::Test {
protected:
    RulesTest() {
        std::string name = (fs::temp_directory_path() / "rapport-architecture-XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), name);
        root_ = name;
    }
    ~RulesTest() override { fs::remove_all(root_); }

    void write(const fs::path& path, const std::string& text) const {
        fs::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }

    /// A source file that includes what is given, from its second line on.
    void source(const fs::path& path, const std::vector<std::string>& includes) const {
        std::string text = licensed;
        for (const auto& include : includes) text += "#include " + include + "\n";
        write(path, text);
    }

    Tree tree() const { return read_tree(root_); }

private:
    fs::path root_;
};

auto refused(const std::string& path, std::size_t line, const std::string& target) {
    return AllOf(Field(&Finding::path, path), Field(&Finding::line, line),
                 Field(&Finding::message, HasSubstr("includes " + target + ":")));
}

TEST_F(RulesTest, AServiceIncludesOfAnotherOnlyItsApi) {
    source("services/complaints/desk.cpp", {"\"services/complaints/desk.hpp\"", "\"services/registry/api.hpp\"",
                                            "\"services/gateway/accounts/api.hpp\"", "\"services/kit/unit.hpp\"",
                                            "\"bus/client.hpp\"", "\"sdk/host.hpp\"", "<vector>"});
    EXPECT_THAT(includes(tree()), IsEmpty());

    source("services/complaints/desk.cpp", {"<vector>", "\"services/registry/store.hpp\""});
    EXPECT_THAT(includes(tree()),
                ElementsAre(refused("services/complaints/desk.cpp", 3, "services/registry/store.hpp")));
}

TEST_F(RulesTest, AnApiIsNotWhatOnlyEndsLikeOne) {
    source("services/complaints/desk.cpp", {"\"services/registry/internal_api.hpp\""});
    EXPECT_EQ(includes(tree()).size(), 1);
}

TEST_F(RulesTest, TheWayThroughTheNextFolderIsSeenToo) {
    source("services/registry/store.hpp", {});
    source("services/complaints/desk.cpp", {"\"../registry/store.hpp\""});
    EXPECT_THAT(includes(tree()),
                ElementsAre(refused("services/complaints/desk.cpp", 2, "services/registry/store.hpp")));
}

TEST_F(RulesTest, TheGatewayIncludesNoServiceNotEvenItsApi) {
    source("services/gateway/program.cpp", {"\"services/gateway/accounts/store.hpp\"", "\"services/kit/config.hpp\"",
                                            "\"services/complaints/api.hpp\""});
    EXPECT_THAT(includes(tree()),
                ElementsAre(refused("services/gateway/program.cpp", 4, "services/complaints/api.hpp")));
}

TEST_F(RulesTest, ARoomOfTheGatewayIncludesNoneAboveIt) {
    source("services/gateway/http/http.cpp", {"\"services/gateway/methods/routes.hpp\""});
    source("services/gateway/events/hub.cpp",
           {"\"services/gateway/http/http.hpp\"", "\"services/gateway/methods/routes.hpp\""});
    source("services/gateway/pages/page.cpp",
           {"\"services/gateway/methods/catalogue.hpp\"", "\"services/gateway/accounts/user.hpp\""});
    source("services/gateway/accounts/sign_in.cpp",
           {"\"services/gateway/http/exchange.hpp\"", "\"services/gateway/gateway.hpp\""});
    EXPECT_THAT(includes(tree()),
                testing::UnorderedElementsAre(
                    refused("services/gateway/http/http.cpp", 2, "services/gateway/methods/routes.hpp"),
                    refused("services/gateway/events/hub.cpp", 3, "services/gateway/methods/routes.hpp"),
                    refused("services/gateway/pages/page.cpp", 3, "services/gateway/accounts/user.hpp"),
                    refused("services/gateway/accounts/sign_in.cpp", 3, "services/gateway/gateway.hpp")));
}

TEST_F(RulesTest, TheKitIncludesNoService) {
    source("services/kit/unit.cpp", {"\"bus/server.hpp\"", "\"services/complaints/api.hpp\""});
    EXPECT_THAT(includes(tree()), ElementsAre(refused("services/kit/unit.cpp", 3, "services/complaints/api.hpp")));
}

TEST_F(RulesTest, ARoomOfAServiceIncludesNoneAboveIt) {
    source("services/registry/rules/term.cpp",
           {"\"services/registry/rules/term.hpp\"", "\"services/registry/api.hpp\"",
            "\"services/registry/store/tables.hpp\"", "\"services/kit/text/folding.hpp\"",
            "\"services/kit/store/table.hpp\""});
    source("services/registry/store/tables.cpp",
           {"\"services/registry/rules/term.hpp\"", "\"services/registry/desks/party_desk.hpp\"",
            "\"services/registry/desk.hpp\""});
    source("services/registry/cases/merge.cpp",
           {"\"services/registry/store/tables.hpp\"", "\"services/registry/desks/party_desk.hpp\""});
    source("services/registry/rules/term_test.cpp", {"\"services/registry/desk.hpp\""});
    EXPECT_THAT(includes(tree()),
                testing::UnorderedElementsAre(
                    refused("services/registry/rules/term.cpp", 4, "services/registry/store/tables.hpp"),
                    refused("services/registry/rules/term.cpp", 6, "services/kit/store/table.hpp"),
                    refused("services/registry/store/tables.cpp", 3, "services/registry/desks/party_desk.hpp"),
                    refused("services/registry/store/tables.cpp", 4, "services/registry/desk.hpp"),
                    refused("services/registry/cases/merge.cpp", 3, "services/registry/desks/party_desk.hpp")));
}

TEST_F(RulesTest, TheBusLooksNeitherUpNorSideways) {
    source("bus/broker.cpp",
           {"\"bus/base/error.hpp\"", "\"services/kit/log.hpp\"", "\"sdk/host.hpp\"", "<rapport/plugin.h>"});
    EXPECT_THAT(includes(tree()), ElementsAre(refused("bus/broker.cpp", 3, "services/kit/log.hpp"),
                                              refused("bus/broker.cpp", 4, "sdk/host.hpp"),
                                              refused("bus/broker.cpp", 5, "rapport/plugin.h")));
}

TEST_F(RulesTest, TheBaseKnowsNothingOfTheBus) {
    source("bus/base/error.cpp", {"\"bus/base/error.hpp\"", "\"bus/codec.hpp\""});
    EXPECT_THAT(includes(tree()), ElementsAre(refused("bus/base/error.cpp", 3, "bus/codec.hpp")));
}

TEST_F(RulesTest, TheSdkStandsAlone) {
    source("sdk/host/host.cpp", {"\"sdk/host/host.hpp\"", "<rapport/plugin.h>", "\"bus/base/error.hpp\""});
    EXPECT_THAT(includes(tree()), ElementsAre(refused("sdk/host/host.cpp", 4, "bus/base/error.hpp")));
}

TEST_F(RulesTest, APluginKnowsThePublicHeadersOnly) {
    source("plugins/nps/nps.cpp", {"<rapport/plugin.hpp>", "<rapport/plugin.h>", "\"plugins/nps/rule.hpp\"",
                                   "\"sdk/host/host.hpp\"", "\"plugins/file/file.hpp\""});
    EXPECT_THAT(includes(tree()), ElementsAre(refused("plugins/nps/nps.cpp", 5, "sdk/host/host.hpp"),
                                              refused("plugins/nps/nps.cpp", 6, "plugins/file/file.hpp")));
}

TEST_F(RulesTest, TestsOfTheWholeIncludeWhatTheyLike) {
    source("tests/integration/flow_test.cpp", {"\"services/registry/store.hpp\"", "\"bus/broker.hpp\""});
    EXPECT_THAT(includes(tree()), IsEmpty());
}

TEST_F(RulesTest, WhatIsOnlyACommentIncludesNothing) {
    write("bus/broker.cpp",
          std::string(licensed) + "// #include \"services/kit/log.hpp\"\n  #  include \"sdk/host.hpp\"\n");
    EXPECT_THAT(includes(tree()), ElementsAre(refused("bus/broker.cpp", 3, "sdk/host.hpp")));
}

TEST_F(RulesTest, AFolderWithSourcesBelowNeedsAReadme) {
    source("services/registry/schema/001.sql", {});
    write("services/README.md", "# services\n");
    EXPECT_THAT(readmes(tree()), ElementsAre(Field(&Finding::path, "services/registry")));

    write("services/registry/README.md", "# registry\n");
    EXPECT_THAT(readmes(tree()), IsEmpty()) << "schema/ is too deep to need one";
}

TEST_F(RulesTest, AReadmeStartsWithAHeading) {
    source("bus/broker.cpp", {});
    write("bus/README.md", "\n# bus\n");
    EXPECT_THAT(readmes(tree()), ElementsAre(Field(&Finding::path, "bus")));
}

TEST_F(RulesTest, ATypeForOthersSaysWhatItIsFor) {
    write("bus/a.hpp", std::string(licensed) + R"(
struct Forward;
struct Bare {
    int x = f({1});
    enum class Inner { a, b };  ///< what is within counts
    struct Deep {};
};
/// Said.
template <class T>
struct Said : Bare {
private:
    struct Own {};
public:
    class Again {
        struct Hidden {};
    };
};
template <>
struct Said<int> {};
namespace detail {
struct Glue {};
}
namespace {
struct Here {};
}
namespace x::y {
/* struct InComment { */
inline const char* text = "struct InText {";
enum Plain : int { one };
int function(int a) {
    struct Local {};
    return a;
}
}
)");
    write("bus/b.cpp", std::string(licensed) + "struct OfASource {};\n");
    std::vector<std::string> found;
    for (const auto& finding : documentation(tree()))
        found.push_back(std::to_string(finding.line) + " " + finding.message.substr(0, finding.message.find(" for")));
    EXPECT_THAT(found, ElementsAre("4 defines Bare", "7 defines Deep", "15 defines Again", "30 defines Plain"));
}

TEST_F(RulesTest, TheLicenceStandsFirst) {
    write("bus/a.cpp", std::string("\n") + licensed);
    write("bus/b.hpp", "");
    write("bus/c.cpp", licensed);
    write("tests/bare/run.sh", "#!/bin/sh\n# SPDX-License-Identifier: MIT\n");
    write("dev", "#!/usr/bin/env bash\n");
    write("bus/README.md", "# bus\n");
    EXPECT_THAT(licences(tree()), ElementsAre(Field(&Finding::path, "bus/a.cpp"), Field(&Finding::path, "bus/b.hpp"),
                                              Field(&Finding::path, "dev")));
}

TEST_F(RulesTest, AStrayFileAtTheTopIsNamed) {
    write("notes.txt", "");
    write(".clang-format", "");
    write("build/dev/x.cpp", "");
    write("LICENSE", "");
    EXPECT_THAT(top_level(tree()), ElementsAre(Finding{"notes.txt", 0, "does not belong at the top level"}));
    EXPECT_THAT(licences(tree()), IsEmpty()) << "what is built is nobody's source";
}

}  // namespace
}  // namespace rapport::architecture

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <thread>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

using namespace std::chrono_literals;

/// What the last shell block of "Writing a service" says.
std::string last_commands() {
    std::ifstream file(std::filesystem::path(RAPPORT_SOURCE_DIR) / "services/kit/README.md");
    std::ostringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    const auto section = all.find("\n## Writing a service\n");
    const auto start = all.rfind("\n```sh\n", all.find("\n## ", section + 1));
    if (section == all.npos || start == all.npos || start < section)
        throw std::runtime_error("services/kit/README.md has no shell block in \"Writing a service\"");
    return all.substr(start + 7, all.find("\n```", start + 7) - start - 7);
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
    if (text.find(what) == text.npos) throw std::runtime_error("services/kit/README.md does not say " + what);
    for (auto i = text.find(what); i != text.npos; i = text.find(what, i + instead.size()))
        text.replace(i, what.size(), instead);
    return text;
}

TEST(WritingAService, WhatItSaysOfTheServiceThatRunsIsSo) {
    Deployment deployment({"registry"});
    deployment.start();
    const std::filesystem::path state = deployment.folder() / "offers";
    std::filesystem::create_directory(state);
    std::filesystem::permissions(state, std::filesystem::perms::owner_all);
    Process offers({RAPPORT_MADE_PROGRAMS "/rapport-offers", "--state", state, "--bus", deployment.run().bus}, {});
    const auto until = std::chrono::steady_clock::now() + 30s;
    while (deployment.http().get("/api/v1/offer-origins").status != 200) {
        ASSERT_LT(std::chrono::steady_clock::now(), until) << "the gateway does not offer it";
        std::this_thread::sleep_for(50ms);
    }
    std::string script = with(last_commands(), "build/state", deployment.state());
    script = with(script, "localhost:8080", deployment.address().substr(std::string("http://").size()));
    const Ran ran = Process({"/bin/bash", "-euo", "pipefail", "-c", script}, {}).wait(60s);
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out.find(R"("total":1)"), std::string::npos) << ran.out << ran.err;
    offers.signal(SIGTERM);
    EXPECT_EQ(offers.wait(10s).exit, 0);
}

}  // namespace
}  // namespace rapport::integration

// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {
namespace {

/// The first shell block of README.md after that heading.
std::string commands_after(const std::string& heading) {
    std::ifstream file(std::filesystem::path(RAPPORT_SOURCE_DIR) / "README.md");
    std::ostringstream text;
    text << file.rdbuf();
    const std::string all = text.str();
    const auto section = all.find(heading);
    const auto start = all.find("```sh\n", section);
    const auto end = all.find("\n```", start + 6);
    if (section == all.npos || start == all.npos || end == all.npos)
        throw std::runtime_error("README.md has no " + heading);
    return all.substr(start + 6, end - start - 6);
}

std::string with(std::string text, const std::string& what, const std::string& instead) {
    const auto at = text.find(what);
    if (at == text.npos) throw std::runtime_error("README.md does not say " + what);
    for (auto i = at; i != text.npos; i = text.find(what, i + instead.size())) text.replace(i, what.size(), instead);
    return text;
}

TEST(Readme, TheFirstComplaintIsOpenedAndAcknowledgedAsWritten) {
    Deployment deployment;
    deployment.start();
    std::string script = commands_after("## A first complaint");
    script = with(script, "build/state", deployment.state());
    script = with(script, "localhost:8080", deployment.address().substr(std::string("http://").size()));
    const Ran ran = Process({"/bin/bash", "-euo", "pipefail", "-c", script}, {}).wait(std::chrono::seconds(60));
    EXPECT_EQ(ran.exit, 0) << ran.err;
    EXPECT_NE(ran.out.find(R"("state": "acknowledged")"), std::string::npos) << ran.out << ran.err;
}

}  // namespace
}  // namespace rapport::integration

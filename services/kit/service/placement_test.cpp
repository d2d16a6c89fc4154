// SPDX-License-Identifier: MIT
#include "services/kit/service/placement.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "bus/testing/test_bus.hpp"

namespace rapport::kit {
namespace {

using Variables = std::map<std::string, std::string>;

TEST(Placement, TheFlagNamesTheStateFolderThenTheEnvironment) {
    const Variables variables{{"RAPPORT_MAIL_OUT_STATE", "/var/mail"}};
    EXPECT_EQ(state_folder("mail-out", {"--bus", "ipc://x", "--state", "/srv"}, variables), "/srv");
    EXPECT_EQ(state_folder("mail-out", {"--state=/srv"}, variables), "/srv");
    EXPECT_EQ(state_folder("mail-out", {}, variables), "/var/mail");
    EXPECT_EQ(state_folder("registry", {}, variables), ".");
}

TEST(Placement, SettingsAreInTheStateFolderUnlessTheEnvironmentNamesAnother) {
    EXPECT_EQ(settings_file("registry", "/srv", {}), "/srv/config/registry.toml");
    EXPECT_EQ(settings_file("registry", "/srv", {{"RAPPORT_CONFIG", "/etc/rapport"}}), "/etc/rapport/registry.toml");
}

TEST(Placement, AStoreIsWhereSettingsSayWhateverElseTheySay) {
    const bus::testing::TempFolder folder;
    const auto state = folder.path().string();
    EXPECT_EQ(placement_of("gateway", state, "accounts").store, "sqlite:" + state + "/accounts.db");
    EXPECT_FALSE(placement_of("gateway", state, "accounts").named);
    std::filesystem::create_directory(folder.path() / "config");
    std::ofstream(folder.path() / "config/gateway.toml")
        << "http = \"0.0.0.0:80\"\nstore = \"sqlite:/srv/a.db\"\n[own]\nx = 1\n";
    EXPECT_EQ(placement_of("gateway", state, "accounts").store, "sqlite:/srv/a.db");
    EXPECT_TRUE(placement_of("gateway", state, "accounts").named);
}

}  // namespace
}  // namespace rapport::kit

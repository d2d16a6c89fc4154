// SPDX-License-Identifier: MIT
#include "services/kit/config.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>

#include "bus/base/error.hpp"
#include "bus/testing/test_bus.hpp"

namespace rapport::kit {
namespace {

struct Settings {
    std::string host = "localhost";
    std::int32_t port = 25;
    bool tls = true;
    std::optional<std::string> password;
    static constexpr auto fields = describe(Field{"host", &Settings::host, "where", length(1, 20), defaulted},
                                            Field{"port", &Settings::port, "port", between(1, 65'535), defaulted},
                                            Field{"tls", &Settings::tls, "whether encrypted", defaulted},
                                            Field{"password", &Settings::password, "what to sign in with", secret});
};
struct Others {
    std::string bus = "ipc://x";
    static constexpr auto fields = describe(Field{"bus", &Others::bus, "where", defaulted});
};

class ConfigTest : public testing::Test {
protected:
    std::string write(const std::string& name, const std::string& text) {
        const std::string path = (folder_.path() / name).string();
        std::ofstream(path) << text;
        return path;
    }
    ConfigSources sources(const std::string& toml, std::vector<std::string> flags = {},
                          std::map<std::string, std::string> environment = {}) {
        return {"mail-out", write("mail.toml", toml), std::move(flags), std::move(environment)};
    }
    std::string refusal(const ConfigSources& from) {
        try {
            from.read<Settings>();
        } catch (const Error& error) {
            EXPECT_EQ(error.code(), Code::invalid_argument);
            return error.message();
        }
        return "accepted";
    }

private:
    bus::testing::TempFolder folder_;
};

TEST_F(ConfigTest, WithoutAnySourceSettingsAreWhatTheyWereMadeAs) {
    const auto settings = ConfigSources("mail-out", "/nowhere/mail.toml", {}, {}).read<Settings>();
    EXPECT_EQ(settings.host, "localhost");
    EXPECT_EQ(settings.port, 25);
    EXPECT_FALSE(settings.password);
}

TEST_F(ConfigTest, FlagsWinOverTheEnvironmentAndThatOverTheFile) {
    const auto settings = sources("host = \"file\"\nport = 1\ntls = false\n", {"--host", "flag"},
                                  {{"RAPPORT_MAIL_OUT_HOST", "environment"},
                                   {"RAPPORT_MAIL_OUT_PORT", "2"},
                                   {"RAPPORT_MAIL_HOST", "another service's"}})
                              .read<Settings>();
    EXPECT_EQ(settings.host, "flag");
    EXPECT_EQ(settings.port, 2);
    EXPECT_FALSE(settings.tls);
    EXPECT_EQ(sources("", {"--port=3"}).read<Settings>().port, 3);
}

/// Each kind of field, from each pair of sources.
TEST_F(ConfigTest, OfEverySettingTheFlagWinsThenTheEnvironment) {
    struct Case {
        std::string key, in_file, of_environment, of_flag;  ///< the file's as TOML
    };
    for (const auto& [key, in_file, of_environment, of_flag] :
         {Case{"host", "\"file\"", "environment", "flag"}, Case{"port", "1", "2", "3"},
          Case{"tls", "false", "true", "false"}, Case{"password", "\"file\"", "environment", "flag"}}) {
        const auto told = [&, name = key](const std::string& toml, std::vector<std::string> flags,
                                          std::map<std::string, std::string> environment) {
            const auto settings = sources(toml, std::move(flags), std::move(environment)).read<Settings>();
            if (name == "host") return settings.host;
            if (name == "port") return std::to_string(settings.port);
            return name == "tls" ? std::string(settings.tls ? "true" : "false") : settings.password.value_or("");
        };
        std::string variable = "RAPPORT_MAIL_OUT_" + key;
        std::ranges::transform(variable, variable.begin(), [](unsigned char c) { return std::toupper(c); });
        const std::string toml = key + " = " + in_file + "\n";
        EXPECT_EQ(told(toml, {}, {{variable, of_environment}}), of_environment) << key;
        EXPECT_EQ(told(toml, {"--" + key, of_flag}, {{variable, of_environment}}), of_flag) << key;
        EXPECT_EQ(told(toml, {"--" + key + "=" + of_flag}, {}), of_flag) << key;
        EXPECT_EQ(told("", {"--" + key, of_flag}, {{variable, of_environment}}), of_flag) << key;
    }
}

TEST_F(ConfigTest, AKeyThatNobodyKnowsIsRefusedWithWhereItStandsAndWhatThereIs) {
    EXPECT_NE(refusal(sources("hosst = \"x\"\n")).find("mail.toml: hosst: unknown; did you mean `host`?"),
              std::string::npos);
    for (const char* gone : {"public_url", "organisation", "language", "time_zone"})
        EXPECT_NE(refusal(sources(gone + std::string(" = \"x\"\n")))
                      .find("mail.toml: " + std::string(gone) +
                            ": the organisation says it for all services now: take it out here and say it with PATCH "
                            "/api/v1/organisation, or in [organisation] of gateway.toml before the first start"),
                  std::string::npos)
            << gone;
    EXPECT_NE(refusal(sources("", {"--hosst", "x"})).find("--hosst: hosst: unknown; did you mean `host`?"),
              std::string::npos);
    EXPECT_NE(refusal(sources("", {}, {{"RAPPORT_MAIL_OUT_HOSST", "x"}})).find("RAPPORT_MAIL_OUT_HOSST:"),
              std::string::npos);
}

TEST_F(ConfigTest, KeysOfOthersAreLeftToThem) {
    auto from = sources("bus = \"ipc://y\"\nport = 7\n", {"--bus", "ipc://z"});
    from.leave_to_others(shape_of<Others>());
    EXPECT_EQ(from.read<Settings>().port, 7);
}

TEST_F(ConfigTest, AValueThatIsWrongIsRefusedWithWhereItCameFrom) {
    const std::pair<std::string, std::string> wrong[] = {
        {"port = 70000\n", "port"}, {"port = \"many\"\n", "port"}, {"tls = 1\n", "tls"}, {"host = \"\"\n", "host"}};
    for (const auto& [toml, key] : wrong) {
        const std::string message = refusal(sources(toml));
        EXPECT_NE(message.find("mail.toml"), std::string::npos) << message;
        EXPECT_NE(message.find(key), std::string::npos) << message;
    }
    EXPECT_NE(refusal(sources("", {"--port", "many"})).find("--port"), std::string::npos);
    EXPECT_NE(refusal(sources("host = \n")).find("mail.toml:1"), std::string::npos);
    EXPECT_NE(refusal(sources("# what toml++ takes for impossible\n[ {")).find("mail.toml: no TOML"),
              std::string::npos);
    EXPECT_NE(refusal(sources("\xd1\xb2 = 1\n")).find("mail.toml:1"), std::string::npos);
    EXPECT_NE(refusal(sources("", {"--port"})).find("needs a value"), std::string::npos);
    EXPECT_EQ(refusal(sources("", {"port"})).find("argument 1 is no flag"), 0u);
    EXPECT_EQ(refusal(sources("", {"--password", "open", "sesame"})),
              "argument 3 is no flag such as --bus URL; a value with blanks stands in quotes");
}

TEST_F(ConfigTest, ASecretMayStandInAFileOfItsOwnAndIsNeverShown) {
    const std::string file = write("password", "open sesame\n");
    const auto settings = sources("password_file = \"" + file + "\"\n").read<Settings>();
    EXPECT_EQ(settings.password, "open sesame");
    const std::string shown = masked(shape_of<Settings>(), &settings);
    EXPECT_EQ(shown.find("sesame"), std::string::npos);
    EXPECT_NE(shown.find(R"("password":"***")"), std::string::npos) << shown;
    EXPECT_NE(refusal(sources("password_file = \"/nowhere\"\n")).find("/nowhere cannot be read"), std::string::npos);
    EXPECT_NE(refusal(sources("host_file = \"" + file + "\"\n")).find("host_file: unknown"), std::string::npos);
}

}  // namespace
}  // namespace rapport::kit

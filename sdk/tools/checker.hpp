// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>

#include "sdk/tools/check.hpp"
#include "sdk/tools/subject.hpp"

namespace rapport::sdk::tools {

/// What a test finds wrong: a sentence for the plugin's author.
struct Fault : std::runtime_error {
    using runtime_error::runtime_error;
};

/// A test that cannot be made here, and why.
struct Skip : std::runtime_error {
    using runtime_error::runtime_error;
};

/// A fault after which there is no going on: what comes next would only die or hang again.
struct FatalFault : Fault {
    using Fault::Fault;
};

/// Runs tests one after another and keeps what they come to.
class Checker {
public:
    Checker(const CheckOptions& options, const std::function<void(const Finding&)>& tell)
        : options(options), tell_(tell) {}

    /// `work` answers what it saw, or throws Fault, Skip or PluginError. After a fatal fault nothing runs any more.
    void test(const std::string& name, const std::function<std::string()>& work);
    /// The same, and nothing runs any more where it fails.
    void must(const std::string& name, const std::function<std::string()>& work);
    bool ended() const { return ended_; }
    std::vector<Finding> take() { return std::move(findings_); }

    const CheckOptions& options;

private:
    const std::function<void(const Finding&)>& tell_;
    std::vector<Finding> findings_;
    bool ended_ = false;
};

/// Schema and bad values. Answers the settings to go on with, as filled_in() does.
std::string check_settings(Checker& checker, const Subject& subject, const std::string& given);
/// The settings given, with secrets made up where they have to be given and are not. Where a secret is the address of a
/// server on this machine it may stand there itself: it is put where a reference leads to it.
std::string filled_in(const Subject& subject, const std::string& given);
void check_rule(Checker& checker, const Subject& subject);
struct Surroundings;
void check_channel(Checker& checker, const Subject& subject, const Surroundings& around);

/// Makes and ends instances a thousand times over. PluginError, Fault.
std::string check_leaks(const Subject& subject, const Batch& batch);

}  // namespace rapport::sdk::tools

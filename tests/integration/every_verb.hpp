// SPDX-License-Identifier: MIT
#pragma once
#include <string>
#include <vector>

#include "tests/integration/deployment.hpp"

namespace rapport::integration {

/// A verb of `rapport`, by its words, and which deployment it can be told to look at.
struct Verb {
    std::string words;  ///< `dead list`
    bool takes_state = false, takes_bus = false;
};

/// All of them, as the program itself lists them: a new one is tested without being entered anywhere.
std::vector<Verb> every_verb();

/// A desk of the verbs: what each of them needs to succeed.
class VerbBench {
public:
    VerbBench();

    /// A deployment of the services complaints and registry that runs.
    const Deployment& running() const { return running_; }
    /// A state folder on which nothing runs: one store, keys, a plugin in quarantine.
    const std::filesystem::path& stopped() const { return stopped_; }
    /// Puts `stopped()` back as it was.
    void lay_out_stopped() const;

    /// What follows the verb's words, so that it succeeds on running(), or, if it takes no bus, on stopped(). Throws if
    /// a verb is not known here. It differs from call to call where a verb makes something new.
    std::vector<std::string> arguments(const std::string& words);

    /// Runs it, with `more` behind its arguments, and only those variables of ours in the environment.
    Ran run(const Verb& verb, const std::vector<std::string>& more, const Environment& environment,
            Output output = Output::read);

private:
    void make_stopped() const;
    std::string fresh();

    Deployment running_{{"complaints", "registry"}};
    std::filesystem::path stopped_, backup_, csv_;
    int made_ = 0;
};

}  // namespace rapport::integration

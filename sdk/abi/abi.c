// SPDX-License-Identifier: MIT
// Compiled with debug information only to be compared: from the entry and from here every type of the ABI can be
// reached.
#include "rapport/plugin.h"

const rapport_plugin rapport_plugin_entry = {sizeof(rapport_plugin)};

__attribute__((visibility("default"))) enum rapport_kind rapport_abi_kind;
__attribute__((visibility("default"))) enum rapport_level rapport_abi_level;
__attribute__((visibility("default"))) enum rapport_setting_type rapport_abi_setting_type;
__attribute__((visibility("default"))) enum rapport_input_type rapport_abi_input_type;
__attribute__((visibility("default"))) enum rapport_status rapport_abi_status;
__attribute__((visibility("default"))) enum rapport_channel_flag rapport_abi_channel_flag;
__attribute__((visibility("default"))) enum rapport_outcome rapport_abi_outcome;

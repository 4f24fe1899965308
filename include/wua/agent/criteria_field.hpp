// SPDX-License-Identifier: MIT
#pragma once

// The properties of an update that a criteria text can name.

#include <cstdint>

namespace wua
{

/// What a criteria text may ask about an update.
enum class criteria_field : std::uint8_t
{
    type,
    deployment_action,
    is_assigned,
    browse_only,
    auto_select_on_web_sites,
    update_id,
    revision_number,
    category_ids,
    is_installed,
    is_hidden,
    is_present,
    reboot_required,
};

} // namespace wua

// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/search_criteria.hpp>.

#include <wua/agent/criteria_error.hpp>
#include <wua/agent/search_criteria.hpp>
#include <wua/com/ascii.hpp>

#include <utility>

namespace wua
{

WUA_INLINE search_criteria::search_criteria(std::string_view text)
{
    if (text.size() > max_length)
    {
        throw criteria_error(max_length, "the text is too long");
    }
    const bool is_blank = detail::trimmed(text).empty();
    m_steps = std::move(detail::criteria_parser(is_blank ? default_text : text, max_depth).steps);
}

WUA_INLINE bool search_criteria::mentions(criteria_field field) const noexcept
{
    for (const detail::criteria_step& step : m_steps)
    {
        if (step.what == detail::criteria_step::kind::test && step.test.field == field)
        {
            return true;
        }
    }
    return false;
}

WUA_INLINE bool search_criteria::matches(const update_facts& facts) const
{
    if (facts.deployment_action != daInstallation && !mentions(criteria_field::deployment_action))
    {
        return false;
    }
    std::string results; // a stack of zeros and ones; std::vector<bool> is expensive to compile
    for (const detail::criteria_step& step : m_steps)
    {
        if (step.what == detail::criteria_step::kind::test)
        {
            results.push_back(is_true(step.test, facts) ? '\1' : '\0');
            continue;
        }
        const bool right = results.back() != 0;
        results.pop_back();
        const bool left = results.back() != 0;
        const bool holds = step.what == detail::criteria_step::kind::both ? left && right : left || right;
        results.back() = holds ? '\1' : '\0';
    }
    return results.back() != 0;
}

WUA_INLINE bool search_criteria::holds(const detail::criteria_test& test, const update_facts& facts) noexcept
{
    const bool flag = test.number != 0;
    switch (test.field)
    {
        case criteria_field::type:
            return facts.type == test.number;
        case criteria_field::deployment_action:
            return test.is_anything || facts.deployment_action == test.number;
        case criteria_field::is_assigned:
            return facts.is_assigned == flag;
        case criteria_field::browse_only:
            return facts.browse_only == flag;
        case criteria_field::auto_select_on_web_sites:
            return facts.auto_select_on_web_sites == flag;
        case criteria_field::update_id:
            return detail::same_id(facts.update_id, test.text);
        case criteria_field::revision_number:
            return facts.revision_number == test.number;
        case criteria_field::category_ids:
            for (const std::string& id : facts.category_ids)
            {
                if (detail::same_id(id, test.text))
                {
                    return true;
                }
            }
            return false;
        case criteria_field::is_installed:
            return facts.is_installed == flag;
        case criteria_field::is_hidden:
            return facts.is_hidden == flag;
        case criteria_field::is_present:
            return facts.is_present == flag;
        case criteria_field::reboot_required:
            return facts.reboot_required == flag;
    }
    return false;
}

WUA_INLINE std::string escape_criteria(std::string_view text)
{
    std::string escaped;
    escaped.reserve(text.size());
    for (const char c : text)
    {
        escaped.append(c == '\'' ? 2u : 1u, c);
    }
    return escaped;
}

} // namespace wua

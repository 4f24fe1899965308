// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/engine/curl/file_check.hpp>.

#include <wua/engine/curl/file_check.hpp>
#include <wua/engine/disk/file_name.hpp>
#include <wua/engine/transfer/http_errors.hpp>

#include <utility>

namespace wua::detail
{

WUA_COLD void file_check::ask(std::shared_ptr<const disk_file> existing, content_checker::callback on_answered)
{
    m_question = made_question(m_place.name(), m_place.leaf());
    m_question->file = std::move(existing);
    m_place.update().core.checker.ask(m_question, std::move(on_answered));
}

WUA_COLD std::shared_ptr<const disk_file> file_check::take_file() noexcept
{
    return std::exchange(m_question->file, nullptr);
}

WUA_COLD void file_check::prepare(const std::shared_ptr<part_file>& part)
{
    m_is_accepted = false;
    m_question = made_question(part_name_of(m_place.name()), part_name_of(m_place.leaf()));
    m_question->part = part;
}

WUA_COLD void file_check::withdraw() noexcept
{
    if (m_question)
    {
        m_question->withdraw();
    }
}

WUA_COLD fetch_failure file_check::failure_of(const content_verdict& refusal, bool has_digest)
{
    const bool is_kept = refusal.what == refused_file::kept;
    const HRESULT hresult = failed(refusal.hresult) ? refusal.hresult : bg_e_validation_failed;
    return {.result = outcome::failed(hresult, {}, refusal.sentence),
            .remedy = has_digest || is_kept ? remedy::give_up : remedy::other_mirror,
            .keeps_bytes = is_kept};
}

WUA_COLD std::shared_ptr<content_check_request> file_check::made_question(std::string name, std::string leaf) const
{
    return std::make_shared<content_check_request>(content_check_request{
        .update = m_place.update().item,
        .file_index = m_place.index(),
        .name = std::move(name),
        .leaf = std::move(leaf),
        .folder = m_place.folder()});
}

} // namespace wua::detail

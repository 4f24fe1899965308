// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/recording.hpp>.

#include <wua/agent/recording/recorded_enumerator.hpp>
#include <wua/agent/recording/recorded_object.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/module_tag.hpp>
#include <wua/model/json_line.hpp>
#include <wua/wuapi/download_result.hpp>
#include <wua/wuapi/errors.hpp>
#include <wua/wuapi/installation_result.hpp>
#include <wua/wuapi/update_searcher.hpp>

#include <algorithm>
#include <utility>

namespace wua::detail
{

WUA_COLD recording::recording(const std::filesystem::path& log) : m_log(log)
{
    std::string text;
    json_line line(text);
    line.add("log", "wua");
    line.add("version", 1);
    line.end();
    m_log.write(std::move(text));
}

WUA_COLD recorded_face* recording::face_at(IUnknown* shown)
{
    const std::lock_guard lock(m_mutex);
    void* const place = shown;
    return m_faces.count(place) != 0 ? static_cast<recorded_face*>(place) : nullptr;
}

WUA_COLD com_ptr<recorded_object> recording::found(IUnknown& identity)
{
    com_ptr<recorded_object> object;
    const std::lock_guard lock(m_mutex);
    const auto known = m_objects.find(&identity);
    if (known != m_objects.end() && known->second->try_add_reference())
    {
        object.attach(known->second);
    }
    return object;
}

// Notes whether the operation succeeded, and whether it asks for a restart.
WUA_COLD void judge_result(recording& all, const recorded_object& object)
{
    OperationResultCode code = orcSucceeded;
    VARIANT_BOOL wants_restart = variant_false;
    const com_ptr<IUnknown> inner(&object.identity());
    if (const auto download = inner.try_query<IDownloadResult>())
    {
        download->get_ResultCode(&code);
    }
    else if (const auto installation = inner.try_query<IInstallationResult>())
    {
        installation->get_ResultCode(&code);
        installation->get_RebootRequired(&wants_restart);
    }
    else if (const auto search = inner.try_query<ISearchResult>())
    {
        search->get_ResultCode(&code);
    }
    else
    {
        return;
    }
    all.judge([&](client_conduct& conduct) {
        conduct.got_result(object.label(), code == orcSucceeded, wants_restart != variant_false);
    });
}

WUA_COLD IUnknown* recording::shown(IUnknown* object)
{
    com_ptr<IUnknown> given;
    given.attach(object);
    com_ptr<IUnknown> identity;
    if (object == nullptr || face_at(object) != nullptr ||
        failed(object->QueryInterface(own_object_iid(), reinterpret_cast<void**>(identity.put()))))
    {
        return given.detach();
    }
    if (auto enumerator = given.try_query<IEnumVARIANT>())
    {
        return make<recorded_enumerator>(shared_from_this(), std::move(enumerator)).detach();
    }
    com_ptr<recorded_object> known = found(*identity);
    const bool is_new = !known;
    if (is_new)
    {
        com_ptr<recorded_object> made;
        made.attach(new recorded_object(shared_from_this(), identity));
        if (made->faces().empty())
        {
            return given.detach();
        }
        const std::lock_guard lock(m_mutex);
        const auto other = m_objects.find(identity.get());
        if (other != m_objects.end() && other->second->try_add_reference())
        {
            known.attach(other->second);
        }
        else
        {
            for (const recorded_face& face : made->faces())
            {
                m_faces.insert(&face);
            }
            m_objects.insert_or_assign(identity.get(), made.get());
            made->m_label = {made->faces().front().type->name, ++m_last_number};
            known = std::move(made);
        }
    }
    if (is_new)
    {
        judge_result(*this, *known);
    }
    IUnknown* const face = known->face_of(object);
    if (face == nullptr)
    {
        return given.detach();
    }
    static_cast<void>(known.detach());
    return face;
}

WUA_COLD IUnknown* recording::hidden_behind(IUnknown* shown)
{
    const recorded_face* const face = face_at(shown);
    return face != nullptr ? face->inner : shown;
}

WUA_COLD object_label recording::label_of(IUnknown* shown)
{
    const recorded_face* const face = face_at(shown);
    return face != nullptr ? face->owner->label() : object_label{"an object of the client", 0};
}

WUA_COLD unsigned recording::thread_number()
{
    return m_threads.emplace(std::this_thread::get_id(), m_threads.size() + 1).first->second;
}

WUA_COLD void recording::write(const finished_call& call) noexcept
{
    try
    {
        const clock::time_point now = clock::now();
        const std::lock_guard lock(m_mutex);
        if (m_is_over)
        {
            return;
        }
        ++m_calls;
        std::string text;
        json_line line(text);
        line.add("ms", age(call.began));
        line.add("took_ms", age(now) - age(call.began));
        line.add("thread", thread_number());
        line.add("object", call.object.text());
        line.add(call.kind, call.name);
        if (call.is_late)
        {
            line.add("late", true);
        }
        if (!call.arguments.empty())
        {
            line.member("in") += call.arguments;
        }
        line.add("result", short_name(call.code));
        if (!call.why.empty())
        {
            line.add("why", call.why);
        }
        if (!call.answer.empty())
        {
            line.member("out") += call.answer;
        }
        line.end();
        m_log.write(std::move(text));
    }
    catch (...)
    {
        // The call goes on; its line is missing from the log.
    }
}

WUA_COLD void recording::write_life(std::string_view what, const object_label& object) noexcept
{
    try
    {
        const std::lock_guard lock(m_mutex);
        if (m_is_over)
        {
            return;
        }
        std::string text;
        json_line line(text);
        line.add("ms", age(clock::now()));
        line.add("thread", thread_number());
        line.add(what, object.text());
        line.end();
        m_log.write(std::move(text));
    }
    catch (...)
    {
        // The line is missing from the log.
    }
}

WUA_COLD void recording::forget(recorded_object& object) noexcept
{
    {
        const std::lock_guard lock(m_mutex);
        const auto known = m_objects.find(&object.identity());
        if (known != m_objects.end() && known->second == &object)
        {
            m_objects.erase(known);
        }
        for (const recorded_face& face : object.faces())
        {
            m_faces.erase(&face);
        }
    }
    if (object.label().number != 0)
    {
        write_life("released", object.label());
        judge([&](client_conduct& conduct) { conduct.released(object.label()); });
    }
}

WUA_COLD bool recording::end() noexcept
{
    // At process exit the system may have ended a thread that held the lock.
    std::unique_lock lock(m_mutex, std::try_to_lock);
    for (int patience = 100; !lock.owns_lock() && patience != 0; --patience)
    {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        static_cast<void>(lock.try_lock());
    }
    if (!lock.owns_lock() || std::exchange(m_is_over, true))
    {
        return false;
    }
    try
    {
        end_locked();
    }
    catch (...)
    {
        // When memory runs out, there are no more findings.
    }
    m_log.close();
    return true;
}

WUA_COLD void recording::end_locked()
{
    std::vector<held_object> held;
    held.reserve(m_objects.size());
    for (const auto& [identity, object] : m_objects)
    {
        held.push_back({object->label(), object->references()});
    }
    std::sort(held.begin(), held.end(),
              [](const auto& left, const auto& right) { return left.label.number < right.label.number; });
    m_findings = m_conduct.end(held);
    for (const client_finding& one : m_findings)
    {
        std::string text;
        json_line line(text);
        line.add("finding", one.name);
        if (!one.object.empty())
        {
            line.add("object", one.object);
        }
        line.add("text", one.text);
        line.end();
        m_log.write(std::move(text));
    }
    std::string text;
    json_line line(text);
    line.add("ms", age(clock::now()));
    line.add("end", true);
    line.add("calls", m_calls);
    line.add("findings", m_findings.size());
    line.end();
    m_log.write(std::move(text));
}

} // namespace wua::detail

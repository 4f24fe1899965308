// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/agent/recording/recorded_call.hpp>, and of what recorded_face.hpp declares.

#include <wua/agent/recording/argument_text.hpp>
#include <wua/agent/recording/recorded_call.hpp>
#include <wua/agent/recording/recorded_callback.hpp>
#include <wua/agent/recording/recording.hpp>
#include <wua/com/bstr.hpp>
#include <wua/com/error_info.hpp>
#include <wua/com/late_binding.hpp>
#include <wua/com/type_information.hpp>
#include <wua/model/json_line.hpp>

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace wua::detail
{

// The client's callbacks are replaced by recording ones; objects that the client got from the agent by the agent's own.
WUA_COLD void take_objects(recording& all, const recorded_slot& member, passed_argument* values,
                           com_ptr<IUnknown>* callbacks)
{
    for (UINT i = 0; i != member.signature->inputs; ++i)
    {
        const VARTYPE type = member.signature->wanted[i];
        if ((type != VT_UNKNOWN && type != VT_DISPATCH) || values[i].pointer == nullptr)
        {
            continue;
        }
        auto* const given = static_cast<IUnknown*>(values[i].pointer);
        IUnknown* const behind = all.hidden_behind(given);
        values[i].pointer = behind;
        if (behind == given && member.role == call_role::begin)
        {
            callbacks[i].attach(make_recorded_callback(all, given));
            values[i].pointer = callbacks[i].get();
        }
    }
}

// Where the member stores the object that it returns; null if it returns none.
WUA_COLD IUnknown** result_object(const recorded_slot& member, const passed_argument* values) noexcept
{
    const VARTYPE type = member.signature->result_type;
    const bool is_object = type == VT_UNKNOWN || type == VT_DISPATCH;
    return is_object ? static_cast<IUnknown**>(values[member.signature->inputs].pointer) : nullptr;
}

WUA_COLD HRESULT show_answer(recording& all, const recorded_slot& member, const passed_argument* values) noexcept
{
    IUnknown** const place = result_object(member, values);
    if (place == nullptr || *place == nullptr)
    {
        return s_ok;
    }
    return guarded([&] { *place = all.shown(std::exchange(*place, nullptr)); });
}

// The agent's object behind what the client holds; null if it does not belong to this recording.
WUA_COLD const recorded_object* object_at(recording& all, IUnknown* shown)
{
    const bool is_shown = shown != nullptr && all.hidden_behind(shown) != shown;
    return is_shown ? static_cast<recorded_face*>(static_cast<void*>(shown))->owner : nullptr;
}

WUA_COLD void judge_call(const recorded_face& face, const recorded_slot& member, const void* ended,
                         const passed_argument* values, HRESULT code, recording::clock::time_point began)
{
    recorded_object& object = *face.owner;
    client_conduct::call one{object.label(), &member, code, began, &object.identity(), callbacks_on_this_thread != 0};
    object_label job;
    if (member.role == call_role::begin)
    {
        IUnknown** const place = result_object(member, values);
        const recorded_object* const made = object_at(object.all(), place != nullptr ? *place : nullptr);
        one.job = made != nullptr ? &made->identity() : nullptr;
        job = made != nullptr ? made->label() : job;
    }
    else if (member.role == call_role::end)
    {
        one.job = ended;
    }
    object.all().judge([&](client_conduct& conduct) { conduct.called(one, job); });
}

// The description that a failed call has left in the thread's error info, which stays there.
WUA_COLD std::string error_info_text()
{
    com_ptr<IErrorInfo> info;
    bstr description;
    if (GetErrorInfo(0, info.put()) == s_ok)
    {
        info->GetDescription(description.put());
        SetErrorInfo(0, info.get());
    }
    return description.to_utf8();
}

// Running out of memory while writing the log must not make the client's call fail.
template <class F>
std::string text_or_nothing(F&& make) noexcept
{
    try
    {
        return make();
    }
    catch (...)
    {
        return {};
    }
}

WUA_COLD void write_call(const recorded_face& face, const recorded_slot& member, const std::string& inputs,
                         const passed_argument* values, HRESULT code, recording::clock::time_point began,
                         bool is_late) noexcept
{
    recording& all = face.owner->all();
    const std::string answer = text_or_nothing([&] { return text_of_answer(all, member, values); });
    all.write({.name = member.name,
               .object = face.owner->label(),
               .arguments = inputs,
               .answer = answer,
               .code = code,
               .began = began,
               .is_late = is_late,
               .why = text_or_nothing([&] { return failed(code) ? error_info_text() : std::string(); })});
}

// The error info that the agent leaves for the client survives: what fails in here sets none of its own.
WUA_COLD HRESULT recorded_call(recorded_face& face, UINT slot, passed_argument* values, slot_forwarder forward) noexcept
{
    // A callback may release the client's last reference during the call.
    const com_ptr<recorded_object> owner(face.owner);
    recording& all = owner->all();
    const recorded_slot& member = face.type->members[slot];
    const auto began = recording::clock::now();
    const late_scope scope(false);
    const std::string inputs = text_or_nothing([&] { return text_of_inputs(all, member, values); });
    const void* ended = nullptr;
    std::array<com_ptr<IUnknown>, call_signature::max_inputs> callbacks;
    const HRESULT taken = guarded([&] {
        if (member.role == call_role::end)
        {
            const recorded_object* const job = object_at(all, static_cast<IUnknown*>(values[0].pointer));
            ended = job != nullptr ? &job->identity() : values[0].pointer;
        }
        take_objects(all, member, values, callbacks.data());
    });
    if (failed(taken))
    {
        if (IUnknown** const place = result_object(member, values))
        {
            *place = nullptr;
        }
        return taken;
    }
    HRESULT code = forward(face.inner, values);
    const HRESULT shown = show_answer(all, member, values);
    code = failed(shown) ? shown : code;
    judge_call(face, member, ended, values, code, began);
    write_call(face, member, inputs, values, code, began, scope.was_late());
    return code;
}

WUA_COLD HRESULT written(recorded_face& face, std::string_view name, std::string_view arguments, HRESULT code,
                         recording::clock::time_point began) noexcept
{
    if (!is_called_late)
    {
        face.owner->all().write(
            {.name = name, .object = face.owner->label(), .arguments = arguments, .code = code, .began = began});
    }
    return code;
}

WUA_COLD HRESULT WUA_STDCALL recorded_base::query(recorded_face* self, REFIID iid, void** object) noexcept
{
    const auto began = recording::clock::now();
    if (object == nullptr)
    {
        return e_pointer;
    }
    const HRESULT code = self->owner->query(iid, object);
    const std::string text = text_or_nothing([&] { return "{\"riid\":\"" + name_of_interface(iid) + "\"}"; });
    return written(*self, "IUnknown::QueryInterface", text, code, began);
}

WUA_COLD ULONG WUA_STDCALL recorded_base::add_ref(recorded_face* self) noexcept
{
    return self->owner->AddRef();
}

WUA_COLD ULONG WUA_STDCALL recorded_base::release(recorded_face* self) noexcept
{
    return self->owner->Release();
}

WUA_COLD HRESULT WUA_STDCALL recorded_base::type_info_count(recorded_face* self, UINT* count) noexcept
{
    const auto began = recording::clock::now();
    return written(*self, "IDispatch::GetTypeInfoCount", {}, count_type_info(count), began);
}

WUA_COLD HRESULT WUA_STDCALL recorded_base::type_info(recorded_face* self, UINT index, LCID, ITypeInfo** made) noexcept
{
    const auto began = recording::clock::now();
    return written(*self, "IDispatch::GetTypeInfo", {}, get_type_info(self->owner->listed(), index, made), began);
}

WUA_COLD HRESULT WUA_STDCALL recorded_base::ids_of_names(recorded_face* self, REFIID iid, LPOLESTR* names, UINT count,
                                                         LCID, DISPID* ids) noexcept
{
    const auto began = recording::clock::now();
    const HRESULT code = detail::ids_of_names(self->owner->listed(), iid, names, count, ids);
    const std::string text = text_or_nothing([&] {
        std::string made;
        json_line line(made);
        line.add("name", names != nullptr && count != 0 && names[0] != nullptr ? to_utf8(ole_view(names[0])) : "");
        line.end();
        return made;
    });
    return written(*self, "IDispatch::GetIDsOfNames", text, code, began);
}

// detail::invoke calls the member through its vtable slot, like an early-bound client, and so records it; only a
// failure before that is written here.
WUA_COLD HRESULT WUA_STDCALL recorded_base::invoke(recorded_face* self, DISPID dispid, REFIID iid, LCID locale,
                                                   WORD flags, DISPPARAMS* given, VARIANT* result, EXCEPINFO* record,
                                                   UINT* bad_index) noexcept
{
    const auto began = recording::clock::now();
    const com_ptr<recorded_object> owner(self->owner);
    HRESULT code = s_ok;
    {
        const late_scope scope(true);
        code = detail::invoke(owner->listed(), dispid, iid, locale, flags, given, result, record, bad_index, {});
    }
    if (succeeded(code) || code == disp_e_exception)
    {
        return code;
    }
    const std::string text = text_or_nothing([&] {
        std::string made;
        json_line line(made);
        line.add("dispid", dispid);
        if (const bound_member member = find_member(owner->listed(), dispid))
        {
            line.add("name", member.row->name);
        }
        line.end();
        return made;
    });
    return written(*self, "IDispatch::Invoke", text, code, began);
}

} // namespace wua::detail

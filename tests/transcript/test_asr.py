"""What the recognisers write; samples built from their documented fields."""

from __future__ import annotations

import json

import pytest

ROLES = {"0": "collector", "1": "debtor", "2": "debtor", "SPEAKER_00": "collector",
         "SPEAKER_01": "debtor"}  # fmt: skip


def lattice(text, begin, end, speaker):
    words = [{"cw": [{"w": one, "wp": "n"}]} for one in text]
    words.append({"cw": [{"w": "", "wp": "g"}]})
    best = {"st": {"bg": begin, "ed": end, "rl": speaker, "rt": [{"ws": words}]}}
    return {"json_1best": json.dumps(best)}


ALIYUN = {
    "TaskId": "t",
    "StatusText": "SUCCESS",
    "Result": {
        "Sentences": [
            {"BeginTime": 2500, "EndTime": 3000, "Text": "喂", "ChannelId": 1},
            {"BeginTime": 340, "EndTime": 2365, "Text": "您好。", "ChannelId": 0},
        ]
    },
}
PARAFORMER = {
    "transcripts": [
        {
            "channel_id": 0,
            "sentences": [{"begin_time": 340, "end_time": 2365, "text": "您好。"}],
        },
        {
            "channel_id": 1,
            "sentences": [{"begin_time": 2500, "end_time": 3000, "text": "喂"}],
        },
    ]
}
TINGWU = {
    "Transcription": {
        "Paragraphs": [
            {
                "SpeakerId": "0",
                "Words": [
                    {"Start": 340, "End": 900, "Text": "您"},
                    {"Start": 900, "End": 2365, "Text": "好。"},
                ],
            },
            {"SpeakerId": "1", "Words": [{"Start": 2500, "End": 3000, "Text": "喂"}]},
        ]
    }
}
TENCENT = {
    "Response": {
        "Data": {
            "StatusStr": "success",
            "ResultDetail": [
                {
                    "FinalSentence": "您好。",
                    "StartMs": 340,
                    "EndMs": 2365,
                    "SpeakerId": 0,
                },
                {"FinalSentence": "喂", "StartMs": 2500, "EndMs": 3000, "SpeakerId": 1},
            ],
        }
    }
}
TENCENT_TEXT = {
    "Response": {
        "Data": {
            "StatusStr": "success",
            "Result": "[0:0.340,0:2.365,0]  您好。\n[0:2.500,0:3.000,1]  喂\n",
        }
    }
}
XUNFEI = {
    "code": "000000",
    "content": {
        "orderResult": json.dumps(
            {
                "lattice": [
                    lattice("您好。", "340", "2365", "1"),
                    lattice("喂", "2500", "3000", "2"),
                ]
            }
        )
    },
}
XUNFEI_V1 = {
    "ok": 0,
    "data": json.dumps(
        [
            {"bg": "340", "ed": "2365", "onebest": "您好。", "speaker": "1"},
            {"bg": "2500", "ed": "3000", "onebest": "喂", "speaker": "2"},
        ]
    ),
}
FUNASR = [
    {
        "key": "a",
        "text": "您好。喂",
        "sentence_info": [
            {"text": "您好。", "start": 340, "end": 2365, "spk": 0},
            {"text": "喂", "start": 2500, "end": 3000, "spk": 1},
        ],
    }
]
WHISPERX = {
    "segments": [
        {"start": 0.34, "end": 2.365, "text": " 您好。", "speaker": "SPEAKER_00"},
        {"start": 2.5, "end": 3.0, "text": "喂", "speaker": "SPEAKER_01"},
        {"start": 3.5, "end": 3.6, "text": " ", "speaker": "SPEAKER_01"},
    ],
    "language": "zh",
}

SAMPLES = [
    pytest.param(ALIYUN, ROLES, id="aliyun"),
    pytest.param(PARAFORMER, ROLES, id="aliyun-paraformer"),
    pytest.param(TINGWU, ROLES, id="aliyun-tingwu"),
    pytest.param(TENCENT, ROLES, id="tencent"),
    pytest.param(TENCENT_TEXT, ROLES, id="tencent-text"),
    pytest.param(XUNFEI, {"1": "collector", "2": "debtor"}, id="xunfei"),
    pytest.param(XUNFEI_V1, {"1": "collector", "2": "debtor"}, id="xunfei-v1"),
    pytest.param(FUNASR, ROLES, id="funasr"),
    pytest.param(WHISPERX, ROLES, id="whisperx"),
]


@pytest.mark.parametrize(("document", "roles"), SAMPLES)
def test_a_recognisers_document_is_told_by_its_content(calls, document, roles):
    [found] = calls(json.dumps(document), "record-7.json", roles=roles)

    assert found.call_id == "record-7"
    assert [(t.role, t.text, t.start, t.end) for t in found.turns] == [
        ("collector", "您好。", 0.34, 2.365),
        ("debtor", "喂", 2.5, 3.0),
    ]


@pytest.mark.parametrize(("document", "roles"), SAMPLES)
def test_speakers_without_a_role_are_never_guessed(problems, document, roles):
    [(code, _, what)] = problems(json.dumps(document), "record-7.json")

    assert code == "CC508"
    assert what.startswith("speakers without a role")


def test_roles_that_a_document_names_itself_need_no_map(calls):
    dialogue = {
        "dialogue": [
            {"role": "客服", "words": "您好", "begin": 0, "end": 900},
            {"role": "客户", "words": "喂", "begin": 900, "end": 1500},
        ]
    }

    [found] = calls(json.dumps(dialogue), "a.json")

    assert [turn.role for turn in found.turns] == ["collector", "debtor"]


@pytest.mark.parametrize("name", ["aliyun", "tencent", "xunfei", "funasr", "whisperx"])
@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="empty-object"),
        pytest.param([], id="empty-list"),
        pytest.param(5, id="number"),
        pytest.param({"segments": [5], "lattice": [5], "sentence_info": [5],
                      "dialogue": [5], "Data": {"ResultDetail": [5]}}, id="numbers"),
        pytest.param({"segments": "x", "lattice": {}, "sentence_info": None,
                      "dialogue": 1, "Data": "x"}, id="wrong-kinds"),
    ],
)  # fmt: skip
def test_another_document_is_a_clear_problem(problems, name, document):
    [(code, _, _)] = problems(json.dumps(document), "a.json", name)

    assert code == "CC510"

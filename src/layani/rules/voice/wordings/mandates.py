"""Words to a person about what somebody does in their name: at once, on their own phone, with a way to stop it.

These name who acts and for which service, never the person: whoever has an old number learns nothing of its owner.
"""

from collections.abc import Mapping
from types import MappingProxyType

from layani.rules.text import Text
from layani.rules.voice.wordings.wording import Wording

WORDINGS: Mapping[str, Wording] = MappingProxyType(
    {
        "filed-by-proxy": Wording(
            sms=Text(
                id="{office}: {agent} mengajukan {service} ({number}) atas nama Anda. Bukan kehendak Anda? Hentikan: "
                "{stop}",
                en="{office}: {agent} filed {service} ({number}) in your name. You did not agree? Stop it: {stop}",
            ),
            subject=Text(
                id="{agent} mengajukan permohonan atas nama Anda", en="{agent} filed an application in your name"
            ),
            email=Text(
                id="{agent} mengajukan {service} atas nama Anda, dengan nomor {number}.\n\n"
                "Bila itu memang kehendak Anda, tidak ada yang perlu Anda lakukan.\n\n"
                "Bila bukan, buka tautan ini dan tekan dua kali. Permohonan itu langsung berhenti, dan kuasanya "
                "berakhir:\n{stop}",
                en="{agent} filed {service} in your name, with the number {number}.\n\n"
                "If you agreed to that, there is nothing for you to do.\n\n"
                "If not, open this link and press twice. The application stops at once, and the mandate ends:\n{stop}",
            ),
        ),
        "answered-by-proxy": Wording(
            sms=Text(
                id="{office}: {agent} menjawab kekurangan {number} atas nama Anda. Tidak setuju? Hentikan: {stop}",
                en="{office}: {agent} answered what was missing in {number} for you. Not agreed? Stop it: {stop}",
            ),
            subject=Text(
                id="{agent} menjawab kekurangan atas nama Anda", en="{agent} answered what was missing in your name"
            ),
            email=Text(
                id="{agent} menjawab apa yang kurang pada {service}, nomor {number}, atas nama Anda.\n\n"
                "Bila itu memang kehendak Anda, tidak ada yang perlu Anda lakukan.\n\n"
                "Bila bukan, buka tautan ini dan tekan dua kali. Permohonan itu langsung berhenti, dan kuasanya "
                "berakhir:\n{stop}",
                en="{agent} answered what was missing in {service}, number {number}, in your name.\n\n"
                "If you agreed to that, there is nothing for you to do.\n\n"
                "If not, open this link and press twice. The application stops at once, and the mandate ends:\n{stop}",
            ),
        ),
        "mandate-given": Wording(
            sms=Text(
                id="{office}: Anda memberi kuasa kepada {agent} sampai {until}. Bukan Anda? Akhiri: {stop}",
                en="{office}: you let {agent} act for you until {until}. It was not you? End it: {stop}",
            ),
            subject=Text(id="Anda memberi kuasa kepada {agent}", en="You let {agent} act for you"),
            email=Text(
                id="Anda memberi kuasa kepada {agent} sampai {until}.\n\n"
                "Anda dapat mengakhirinya kapan saja. Bila ini bukan Anda:\n{stop}",
                en="You let {agent} act for you until {until}.\n\n"
                "You can end it at any time. If it was not you:\n{stop}",
            ),
        ),
        "mandate-recorded": Wording(
            sms=Text(
                id="{office}: di loket dicatat bahwa {agent} boleh mengurus berkas Anda sampai {until}. Tidak setuju? "
                "Akhiri: {stop}",
                en="{office}: our counter recorded that {agent} may act for you until {until}. You did not agree? "
                "End it: {stop}",
            ),
            subject=Text(id="{agent} dicatat sebagai kuasa Anda", en="{agent} was recorded as acting for you"),
            email=Text(
                id="Di loket kami dicatat bahwa {agent} boleh mengurus berkas Anda sampai {until}.\n\n"
                "Bila Anda tidak menyetujuinya, buka tautan ini dan tekan dua kali:\n{stop}",
                en="Our counter recorded that {agent} may act for you until {until}.\n\n"
                "If you did not agree to that, open this link and press twice:\n{stop}",
            ),
        ),
        "mandate-code": Wording(
            sms=Text(
                id="{office}: {code} adalah kode agar {agent} boleh mengurus berkas Anda. Sebutkan hanya bila Anda "
                "setuju. Tidak setuju? {stop}",
                en="{office}: {code} lets {agent} act for you. Say it to the officer only if you agree. If not: {stop}",
            ),
            subject=Text(id="Kode kuasa Anda", en="The code of your mandate"),
            email=Text(
                id="{code} adalah kode agar {agent} boleh mengurus berkas Anda sampai {until}.\n\n"
                "Sebutkan kepada petugas hanya bila Anda setuju. Bila tidak:\n{stop}",
                en="{code} is the code by which {agent} may act for you until {until}.\n\n"
                "Say it to the officer only if you agree. If you do not:\n{stop}",
            ),
        ),
        "proxy-stopped": Wording(
            sms=Text(
                id="{office}: orangnya tidak menghendaki permohonan {number} yang Anda ajukan. Kuasa Anda berakhir.",
                en="{office}: the person did not agree to application {number}, which you filed. Your mandate ended.",
            ),
            subject=Text(id="Permohonan {number} dihentikan orangnya", en="Application {number} was stopped"),
            email=Text(
                id="Orangnya menyatakan tidak menghendaki permohonan {number} yang Anda ajukan atas namanya. "
                "Kuasa Anda darinya berakhir.\n\n"
                "Bila ini keliru, bicarakan dengan orangnya: ia dapat memberi kuasa lagi.",
                en="The person said that they did not agree to application {number}, which you filed in their name. "
                "Your mandate has ended.\n\n"
                "If this is a mistake, talk to them: they can give you a mandate again.",
            ),
        ),
    }
)

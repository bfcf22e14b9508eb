"""Tables: what is personal, and the more numerous things that look like it.

All numbers are made up; IDs and cards have check digits that hold where they must.
"""

from __future__ import annotations

import pytest

from compliance_checker.personal.find import find
from compliance_checker.personal.mask import mask

HITS = [
    pytest.param("电话13800138000", "mobile", "13800138000", True, id="plain"),
    pytest.param("打138-0013-8000", "mobile", "138-0013-8000", True, id="dashes"),
    pytest.param("１３８００１３８０００", "mobile", "１３８００１３８０００", True, id="wide"),
    pytest.param("138.0013.8000", "mobile", "138.0013.8000", True, id="dots"),
    pytest.param("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "mobile",
                 "1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0", True, id="keycaps"),
    pytest.param("我手机幺三八，呃，零零幺三，八洞洞洞", "mobile",
                 "幺三八，呃，零零幺三，八洞洞洞", True, id="said-with-pauses"),
    pytest.param("就是腰三八洞洞妖三八洞勾拐", "mobile", "腰三八洞洞妖三八洞勾拐", True,
                 id="heard-as-other-words"),
    pytest.param("一三八零零幺三八三个零", "mobile", "一三八零零幺三八三个零", True,
                 id="three-zeros"),
    pytest.param("138零零一三8000", "mobile", "138零零一三8000", True, id="mixed"),
    pytest.param("138oo138oo1", "mobile", "138oo138oo1", False, id="letters-for-zeros"),
    pytest.param("号码138，0013，8000", "mobile", "138，0013，8000", True, id="asr-commas"),
    pytest.param("他说138，0013，8001", "mobile", "138，0013，8001", False, id="commas"),
    pytest.param("13800138000.15号前打", "mobile", "13800138000", True, id="full-stop"),
    pytest.param("13800138000，还5000元", "mobile", "13800138000", True, id="then-a-sum"),
    pytest.param("tel13800138000", "mobile", "13800138000", True, id="after-tel"),
    pytest.param("8613800138000", "mobile", "8613800138000", False, id="bare-86"),
    pytest.param("联系电话 0571 8765 4321", "landline", "0571 8765 4321", True, id="line"),
    pytest.param("01066601234", "landline", "01066601234", False, id="line-in-one"),
    pytest.param("零幺零六六六零幺二三四", "landline", "零幺零六六六零幺二三四", False,
                 id="line-said"),
    pytest.param("打(010)66601234", "landline", "(010)66601234", True, id="brackets"),
    pytest.param("座机010，6660，1234", "landline", "010，6660，1234", True, id="line-asr"),
    pytest.param("幺三八嗯零零幺三，然后八零零零", "mobile",
                 "幺三八嗯零零幺三，然后八零零零", True, id="and-then"),
    pytest.param("客户13800138000没接", "mobile", "13800138000", True, id="a-customer"),
    pytest.param("座机87654321", "landline", "87654321", False, id="no-area-code"),
    pytest.param("11010519491231002X", "resident_id", "11010519491231002X", True, id="id"),
    pytest.param("身份证号是110105491231002", "resident_id", "110105491231002", False,
                 id="fifteen-digits"),
    pytest.param("身份证110105194912310021", "resident_id", "110105194912310021", False,
                 id="named-with-a-slip"),
    pytest.param("幺幺零幺零五，幺九四九幺二三幺，零零二，艾克斯", "resident_id",
                 "幺幺零幺零五，幺九四九幺二三幺，零零二，艾克斯", True, id="id-said"),
    pytest.param("幺幺零幺零五幺九四九幺二三幺零零二最后一个叉", "resident_id",
                 "幺幺零幺零五幺九四九幺二三幺零零二最后一个叉", True, id="id-cross-said"),
    pytest.param("订单号11010519491231002X", "resident_id", "11010519491231002X", False,
                 id="id-called-an-order"),
    pytest.param("卡号6222020000000000000", "bank_card", "6222020000000000000", True,
                 id="card"),
    pytest.param("卡号6222020000000000001", "bank_card", "6222020000000000001", False,
                 id="card-with-a-slip"),
    pytest.param("4111 1111 1111 1111", "bank_card", "4111 1111 1111 1111", False,
                 id="visa-test-number"),
    pytest.param("我车牌浙A·12345", "plate", "浙A·12345", True, id="plate"),
    pytest.param("粵B·D12345", "plate", "粵B·D12345", True, id="green-traditional"),
    pytest.param("沪A幺二三四五", "plate", "沪A幺二三四五", True, id="plate-said"),
    pytest.param("京A1234警", "plate", "京A1234警", True, id="police"),
    pytest.param("护照号EA1234567", "passport", "EA1234567", True, id="passport"),
    pytest.param("护照e一二三四五六七八", "passport", "e一二三四五六七八", True, id="said"),
    pytest.param("G87654321", "passport", "G87654321", False, id="unnamed-passport"),
    pytest.param("港澳通行证C12345678", "travel_permit", "C12345678", True, id="permit"),
    pytest.param("台胞证01234567", "travel_permit", "01234567", True, id="taiwan"),
    pytest.param("回乡证H0123456789", "travel_permit", "H0123456789", True, id="home"),
    pytest.param("加我QQ 123456789", "qq", "123456789", True, id="qq"),
    pytest.param("扣扣号是一二三四五六七", "qq", "一二三四五六七", True, id="qq-said"),
    pytest.param("微信号：abc_1234", "wechat", "abc_1234", True, id="wechat"),
    pytest.param("加薇信 zhang520", "wechat", "zhang520", True, id="disguised-name"),
    pytest.param("vx:wxid_a1b2c3", "wechat", "wxid_a1b2c3", True, id="vx"),
    pytest.param("邮箱zhang.san@qq.com", "email", "zhang.san@qq.com", True, id="mail"),
    pytest.param("一三八@qq.com", None, "", True, id="no-latin-name"),
    pytest.param("zhangsan艾特qq点com", "email", "zhangsan艾特qq点com", False, id="mail-said"),
    pytest.param("住浙江省杭州市西湖区文三路138号", "address",
                 "浙江省杭州市西湖区文三路138号", True, id="address"),
    pytest.param("翠苑小区三栋二单元五零一室", "address", "翠苑小区三栋二单元五零一室", True,
                 id="address-said"),
    pytest.param("地址是中山路88号", "address", "中山路88号", False, id="short-address"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "seen", "certain"), HITS)
def test_personal_data_is_found_where_it_is(text, kind, seen, certain):
    found = [(p.kind, text[p.span.start : p.span.end], p.certain) for p in find(text)]

    assert found == ([(kind, seen, certain)] if kind else [])


NEAR_MISSES = [
    # sums
    "还13800138000元", "余额13800138000.50", "13,800,138,000", "欠款：13800138000", "¥13800138000",
    "13800138000万", "一万三千八百", "一百三十八万零一百三十八", "13800元", "还一千三，剩八千",
    "三百五、五百八、一千二", "12345.67", "1,380,013.80", "本金62220.20，利息200.00",
    "138 1200 1300", "分别是159，1200，1500", "1350 1420 300", "6200 1350 1350 1350",
    "每期1350.00 1420.00 1380.00", "一共13800块零5毛", "二十一万三千四百五十六元七角八分",
    "13800138000元整", "138万到139万", "转账8000008元", "USD 13800138000",
    "先还1500然后1200然后300", "先还138然后1200再还1300", "还了1380，后面是12000，接着还",
    "每期3533、3299、4540、3296、4969", "每期5059 1722 8657 4633 1222", "每期151 5734 1292 7775",
    "3533，3299，4540，3296",
    # dates, times, shares, counts
    "2026年11月21日", "2026-11-21 13:45:59", "20261121134559", "二零二六年十一月二十一号",
    "一九八五年三月七号", "2026/11/21", "15号到20号", "12，15，18，20，25，30号", "13点15到15点30",
    "18:00-19:30", "年化18.25%", "日利率万分之五", "0.05%", "逾期138天", "第138期", "三四五六个月",
    "一二三四五六七", "1 2 3 4 5 6 7 8 9 10 11 12", "1.2.3.4.5.6", "一天打三四个电话", "七八个月",
    "周一三五，每月一号", "一个两个三个四个五个六个", "第一，第二，第三", "1763712345678", "1763712345",
    # service lines
    "12378", "95588", "400-888-1234", "4008881234", "800 820 1234", "拨打10086", "110", "12356",
    "客服热线010-66601234", "总机：021-12345678", "96110", "9558801", "打12345热线",
    # numbers of papers and things
    "订单号13800138000", "工号13800138000", "客户编号13800138000", "用户号：13800138000", "合同编号：13800138000", "流水号是15912345678",
    "快递单号 13912345678", "案件编号(2026)浙0106民初12345号", "DD13800138000", "13800138000ABC",
    "E20231105", "G1234次列车", "A4纸12345张", "型号X12345678", "SN12345678901234",
    "信用代码91330106MA2XXXXX1X", "123456789012345678", "1380013800", "138001380001",
    "12800138000", "110105194913310021", "990105194912310021", "11010520261121002",
    "330106202611210011", "6222020000000000001", "7222020000000000000", "0000000000000000", "400000000000000000",
    "01234567890", "0571-1234567", "0100-66601234", "010-400-8881",
    "编号110105，2026年3月7日，1234", "批号120345 2010年3月7日 1234",
    # what is left of a number, and what is asked for it
    "尾号8812", "身份证后四位0427", "验证码123456", "138****8000", "*******8000",
    "***************0427", "请核对身份证后四位是不是1234", "手机号后四位幺二三四",
    # words with letters and digits
    "最新A12345版本", "云A12", "京东E卡", "京A", "沪深300", "川A开头", "鲁A还是鲁B12",
    "QQ音乐100首", "QQ500元", "qq群", "加微信聊", "微信转500", "微信支付12000元", "微信pay",
    "企业微信号abc_1234", "公众号微信：abcdef1", "wx", "v5", "vip123456", "@张三", "a@b", "@qq.com",
    "价格@5.5", "用微信wechat pay付", "护照带上", "通行证办好了吗",
    # places that are no address of a person
    "中山路88号", "请到中山路88号网点办理", "杭州市中级人民法院文三路138号", "15号还", "在路上3号到",
    "这条路3号前通", "上海3号到账", "市区15号停电", "我住小区15号交钱", "3栋", "浙江省杭州市", "文三路支行12号窗口",
    "住的远，15号来", "3号楼梯",
    "", " ", "您好", "好的，谢谢",
]  # fmt: skip


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_what_only_looks_personal_stays(text):
    assert find(text) == ()
    assert mask(text) == text


def test_near_misses_outnumber_hits():
    assert len(NEAR_MISSES) > 2 * len(HITS)

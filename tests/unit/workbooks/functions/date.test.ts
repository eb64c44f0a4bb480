import { describe, expect, it } from "vitest";
import { calculate } from "../../../support/formulas.ts";
import { table } from "./formula-table.ts";

describe("days made and taken apart", () => {
  table([
    ["DATE(2008,1,1)", 39448],
    ["DATE(108,1,2)", 39449],
    ["DATE(2008,14,2)", 39846],
    ["DATE(2008,-3,2)", 39327],
    ["DATE(2008,1,35)", 39482],
    ["DATE(1900,2,29)", 60],
    ["DATE(1900,3,1)", 61],
    ["DATE(-1,1,1)", "#NUM!"],
    ["DATE(10000,1,1)", "#NUM!"],
    ["DATE(1900,1,-5)", "#NUM!"],
    ["YEAR(39448)", 2008],
    ["YEAR(0)", 1900],
    ["MONTH(60)", 2],
    ["DAY(60)", 29],
    ["DAY(0)", 0],
    ['DAY("15-Apr-2011")', 15],
    ["YEAR(-1)", "#NUM!"],
    ["YEAR(2958466)", "#NUM!"],
    ['DATEVALUE("8/22/2011")', 40777],
    ['DATEVALUE("22-May-2011")', 40685],
    ['DATEVALUE("2011/02/23")', 40597],
    ['DATEVALUE("8/22/2011 6:00 PM")', 40777],
    ['DATEVALUE("abc")', "#VALUE!"],
    ["DATEVALUE(5)", "#VALUE!"],
    ['EDATE("15-Jan-11",1)', 40589],
    ["EDATE(DATE(2024,1,31),1)", 45351],
    ["EDATE(DATE(2024,3,31),-1)", 45351],
    ["EDATE(31,1)", 60],
    ["EOMONTH(DATE(2011,1,1),1)", 40602],
    ["EOMONTH(1,1)", 60],
    ["EDATE(1,-1)", "#NUM!"],
    ["EDATE(45000,TRUE)", "#VALUE!"],
    ["EOMONTH(45000,FALSE)", "#VALUE!"],
    ['DAYS("3/15/11","2/1/11")', 42],
  ]);
});

describe("clock", () => {
  table([
    ["TIME(12,0,0)", 0.5],
    ["TIME(27,0,0)", 0.125],
    ["TIME(0,750,0)", 0.520833333333333],
    ["TIME(-1,0,0)", "#NUM!"],
    ["TIME(32768,0,0)", "#NUM!"],
    ["HOUR(0.75)", 18],
    ["MINUTE(0.53125)", 45],
    ['SECOND("4:48:18 PM")', 18],
    ["HOUR(0.99999999)", 0],
    ['TIMEVALUE("2:24 AM")', 0.1],
    ['TIMEVALUE("22-Aug-2011 6:35 AM")', 0.274305555555556],
    ["HOUR(-0.5)", "#NUM!"],
  ]);
});

describe("weeks", () => {
  table([
    ["WEEKDAY(39492)", 5],
    ["WEEKDAY(39492,2)", 4],
    ["WEEKDAY(39492,3)", 3],
    ["WEEKDAY(39492,11)", 4],
    ["WEEKDAY(39492,17)", 5],
    ["WEEKDAY(1)", 1],
    ["WEEKDAY(39492,4)", "#NUM!"],
    ["WEEKNUM(DATE(2012,3,9))", 10],
    ["WEEKNUM(DATE(2012,3,9),2)", 11],
    ["WEEKNUM(DATE(2012,1,1),21)", 52],
    ["WEEKNUM(DATE(2012,1,1),18)", "#NUM!"],
    ["ISOWEEKNUM(DATE(2012,3,9))", 10],
    ["ISOWEEKNUM(DATE(2021,1,3))", 53],
    ["ISOWEEKNUM(DATE(2024,12,30))", 1],
  ]);
});

describe("spans", () => {
  table([
    ["DAYS360(DATE(2011,1,30),DATE(2011,2,1))", 1],
    ["DAYS360(DATE(2011,1,1),DATE(2011,12,31))", 360],
    ["DAYS360(DATE(2011,1,1),DATE(2011,12,31),TRUE)", 359],
    ["DAYS360(DATE(2011,1,31),DATE(2011,3,31))", 60],
    ["DAYS360(DATE(2011,2,28),DATE(2011,3,31))", 30],
    ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30))", 0.580555555555556],
    ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),1)", 0.576502732240437],
    ["YEARFRAC(DATE(2012,1,1),DATE(2012,7,30),3)", 0.578082191780822],
    ["YEARFRAC(DATE(2012,7,30),DATE(2012,1,1),2)", 0.586111111111111],
    ["YEARFRAC(1,2,5)", "#NUM!"],
    ["YEARFRAC(345,1987,1)", 4.496576905522592],
    ["YEARFRAC(NA(),1,1/0)", "#DIV/0!"],
    ["YEARFRAC(TRUE,2)", "#VALUE!"],
    ['DATEDIF(DATE(2001,1,1),DATE(2003,1,1),"Y")', 2],
    ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"D")', 440],
    ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"YD")', 75],
    ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"md")', 14],
    ['DATEDIF(DATE(2001,6,1),DATE(2002,8,15),"ym")', 2],
    ['DATEDIF(DATE(2014,1,31),DATE(2014,3,1),"md")', -2],
    ['DATEDIF(2,1,"D")', "#NUM!"],
    ['DATEDIF(1,2,"X")', "#NUM!"],
  ]);
});

describe("working days", () => {
  table(
    [
      ["NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1))", 110],
      ["NETWORKDAYS(DATE(2012,10,1),DATE(2013,3,1),A1:A3)", 107],
      ["NETWORKDAYS(DATE(2013,3,1),DATE(2012,10,1))", -110],
      ["NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,1,31))", 22],
      ["NETWORKDAYS.INTL(DATE(2006,2,28),DATE(2006,1,31))", -21],
      ["NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),7,{38719,38733})", 22],
      ['NETWORKDAYS.INTL(DATE(2006,1,1),DATE(2006,2,1),"0010001",{38719,38733})', 20],
      ['NETWORKDAYS.INTL(1,100,"1111111")', 0],
      ["NETWORKDAYS.INTL(1,100,8)", "#NUM!"],
      ['NETWORKDAYS.INTL(1,100,"abc")', "#VALUE!"],
      ["WORKDAY(DATE(2008,10,1),151)", 39933],
      ["WORKDAY(DATE(2008,10,1),151,{39778,39786,39834})", 39938],
      ["WORKDAY(DATE(2024,1,1),-1)", 45289],
      ["WORKDAY.INTL(DATE(2012,1,1),90,11)", 41013],
      ["WORKDAY.INTL(DATE(2012,1,1),30,17)", 40944],
      ['WORKDAY.INTL(1,5,"1111111")', "#VALUE!"],
      ["WORKDAY(1,-5)", "#NUM!"],
      ["WORKDAY(TRUE,5)", "#VALUE!"],
    ],
    { A1: 41235, A2: 41247, A3: 41295 },
  );
});

describe("this moment", () => {
  const now = new Date("2024-01-31T13:30:00Z");

  it("is the run's instant in UTC for NOW, its day for TODAY", () => {
    expect(calculate("NOW()", {}, { now })).toBe(45322.5625);
    expect(calculate("TODAY()", {}, { now })).toBe(45322);
  });

  it("counts from 1904 where the workbook does", () => {
    expect(calculate("TODAY()", {}, { now, date1904: true })).toBe(43860);
    expect(calculate("YEAR(0)", {}, { date1904: true })).toBe(1904);
    expect(calculate("DATE(1904,1,2)", {}, { date1904: true })).toBe(1);
    expect(calculate("WEEKDAY(0)", {}, { date1904: true })).toBe(6);
  });
});

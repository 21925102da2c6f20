/* Quadrille, 기준일 2025-06-30 */
WITH "subject" AS (
  SELECT
    "r"."customer_id" AS "customer_id",
    "r"."email_consent" AS "email_consent",
    "r"."sms_consent" AS "sms_consent"
  FROM "customers" AS "r"
  WHERE "r"."joined_on" BETWEEN DATE '0001-01-01' AND DATE '2025-06-30' OR CASE WHEN "r"."joined_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "r"."joined_on" END IS NULL
), "rows_of_leads" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "leads_exists"
  FROM "leads" AS "r"
  WHERE ("r"."created_at" IS NULL OR "r"."created_at" NOT BETWEEN TIMESTAMP '2025-07-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_opportunities" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "open_opportunities_exists"
  FROM "opportunities" AS "r"
  WHERE (CASE WHEN "r"."closed_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "r"."closed_on" END IS NULL OR "r"."closed_on" BETWEEN DATE '2025-07-01' AND DATE '9999-12-31') AND ("r"."opened_on" IS NULL OR "r"."opened_on" NOT BETWEEN DATE '2025-07-01' AND DATE '9999-12-31') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_vehicles" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "vehicles_exists",
    MIN(CASE WHEN "r"."delivered_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "r"."delivered_on" END) AS "vehicles_min",
    MAX(CAST("r"."mileage" AS BIGINT)) AS "vehicles_max",
    COUNT(*) FILTER (WHERE "r"."warranty_end" BETWEEN DATE '2025-06-30' AND DATE '2025-12-30' OR "r"."finance_end" BETWEEN DATE '2025-06-30' AND DATE '2025-12-30') AS "vehicles_count",
    COUNT(*) FILTER (WHERE "r"."warranty_end" BETWEEN DATE '2025-12-31' AND DATE '9999-12-31' OR "r"."finance_end" BETWEEN DATE '2025-12-31' AND DATE '9999-12-31') > 0 AS "vehicles_exists_2"
  FROM "vehicles" AS "r"
  WHERE ("r"."delivered_on" IS NULL OR "r"."delivered_on" NOT BETWEEN DATE '2025-07-01' AND DATE '9999-12-31') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_actions" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "high_involvement_count"
  FROM "actions" AS "r"
  WHERE "r"."acted_at" >= TIMESTAMP '2025-04-02 00:00:00' AND "r"."acted_at" < TIMESTAMP '2025-07-01 00:00:00' AND "r"."kind" COLLATE "binary" IN ('quote', 'test_drive', 'consultation', 'showroom') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_web_visits" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "web_visits_count"
  FROM "web_visits" AS "r"
  WHERE "r"."visited_at" >= TIMESTAMP '2025-04-02 00:00:00' AND "r"."visited_at" < TIMESTAMP '2025-07-01 00:00:00' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_surveys" AS (
  SELECT
    "r"."customer_id" AS "key",
    CAST((MAX(("r"."answered_on" - DATE '1970-01-01') * 4294967296 + CAST("r"."plan_months" AS BIGINT) + 2147483648) FILTER (WHERE "r"."answered_on" >= DATE '2024-07-01' AND "r"."kind" COLLATE "binary" = 'plan') & 4294967295) - 2147483648 AS BIGINT) AS "surveys_last",
    CAST((MAX(("r"."answered_on" - DATE '1970-01-01') * 4294967296 + CAST("r"."score" AS BIGINT) + 2147483648) FILTER (WHERE "r"."kind" COLLATE "binary" = 'test_drive') & 4294967295) - 2147483648 AS BIGINT) AS "surveys_last_2",
    CAST((MAX(("r"."answered_on" - DATE '1970-01-01') * 4294967296 + CAST("r"."score" AS BIGINT) + 2147483648) FILTER (WHERE "r"."kind" COLLATE "binary" = 'satisfaction') & 4294967295) - 2147483648 AS BIGINT) AS "surveys_last_3"
  FROM "surveys" AS "r"
  WHERE "r"."answered_on" BETWEEN DATE '0001-01-01' AND DATE '2025-06-30' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_campaign_sends" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) FILTER (WHERE "r"."sent_at" >= TIMESTAMP '2025-04-02 00:00:00' AND "r"."responded") AS "campaign_sends_count",
    COUNT(*) FILTER (WHERE "r"."sent_at" >= TIMESTAMP '2025-04-02 00:00:00' AND NOT "r"."responded" IS NULL) AS "campaign_sends_count_2",
    COUNT(*) FILTER (WHERE "r"."responded") AS "campaign_sends_count_3",
    COUNT(*) FILTER (WHERE NOT "r"."responded" IS NULL) AS "campaign_sends_count_4"
  FROM "campaign_sends" AS "r"
  WHERE "r"."sent_at" >= TIMESTAMP '2024-07-01 00:00:00' AND "r"."sent_at" < TIMESTAMP '2025-07-01 00:00:00' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_event_participations" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) FILTER (WHERE "r"."attended_on" >= DATE '2025-04-02') AS "event_participations_count",
    COUNT(*) AS "event_participations_count_2"
  FROM "event_participations" AS "r"
  WHERE "r"."attended_on" BETWEEN DATE '2024-07-01' AND DATE '2025-06-30' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_complaints" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "complaints_count"
  FROM "complaints" AS "r"
  WHERE "r"."received_on" BETWEEN DATE '2023-07-01' AND DATE '2025-06-30' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_service_visits" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "service_visits_count"
  FROM "service_visits" AS "r"
  WHERE "r"."visited_on" BETWEEN DATE '2024-07-01' AND DATE '2025-06-30' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_enquiries" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "enquiries_count"
  FROM "enquiries" AS "r"
  WHERE "r"."asked_at" >= TIMESTAMP '2024-07-01 00:00:00' AND "r"."asked_at" < TIMESTAMP '2025-07-01 00:00:00' AND "r"."topic" COLLATE "binary" = 'service' AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_purchases" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "purchases_count"
  FROM "purchases" AS "r"
  WHERE ("r"."bought_on" IS NULL OR "r"."bought_on" NOT BETWEEN DATE '2025-07-01' AND DATE '9999-12-31') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_referrals" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) AS "referrals_count"
  FROM "referrals" AS "r"
  WHERE ("r"."referred_on" IS NULL OR "r"."referred_on" NOT BETWEEN DATE '2025-07-01' AND DATE '9999-12-31') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "rows_of_subscriptions" AS (
  SELECT
    "r"."customer_id" AS "key",
    COUNT(*) > 0 AS "subscriptions_exists"
  FROM "subscriptions" AS "r"
  WHERE ("r"."starts_on" IS NULL OR "r"."starts_on" NOT BETWEEN DATE '2025-07-01' AND DATE '9999-12-31') AND "r"."paid" AND (CASE WHEN "r"."ends_on" BETWEEN DATE '0001-01-01' AND DATE '9999-12-31' THEN "r"."ends_on" END IS NULL OR "r"."ends_on" BETWEEN DATE '2025-06-30' AND DATE '9999-12-31') AND "r"."customer_id" IS NOT NULL
  GROUP BY "r"."customer_id"
), "layer_1" AS MATERIALIZED (
  SELECT
    "s"."customer_id",
    "s"."email_consent",
    "s"."sms_consent",
    COALESCE("rows_of_leads"."leads_exists", FALSE) AS "leads_exists",
    COALESCE("rows_of_opportunities"."open_opportunities_exists", FALSE) AS "open_opportunities_exists",
    COALESCE("rows_of_vehicles"."vehicles_exists", FALSE) AS "vehicles_exists",
    "rows_of_vehicles"."vehicles_min" AS "vehicles_min",
    "rows_of_vehicles"."vehicles_max" AS "vehicles_max",
    COALESCE("rows_of_vehicles"."vehicles_count", 0) AS "vehicles_count",
    COALESCE("rows_of_vehicles"."vehicles_exists_2", FALSE) AS "vehicles_exists_2",
    COALESCE("rows_of_actions"."high_involvement_count", 0) AS "high_involvement_count",
    COALESCE("rows_of_web_visits"."web_visits_count", 0) AS "web_visits_count",
    "rows_of_surveys"."surveys_last" AS "surveys_last",
    "rows_of_surveys"."surveys_last_2" AS "surveys_last_2",
    "rows_of_surveys"."surveys_last_3" AS "surveys_last_3",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count", 0) AS "campaign_sends_count",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_2", 0) AS "campaign_sends_count_2",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_3", 0) AS "campaign_sends_count_3",
    COALESCE("rows_of_campaign_sends"."campaign_sends_count_4", 0) AS "campaign_sends_count_4",
    COALESCE("rows_of_event_participations"."event_participations_count", 0) AS "event_participations_count",
    COALESCE("rows_of_event_participations"."event_participations_count_2", 0) AS "event_participations_count_2",
    COALESCE("rows_of_complaints"."complaints_count", 0) AS "complaints_count",
    COALESCE("rows_of_service_visits"."service_visits_count", 0) AS "service_visits_count",
    COALESCE("rows_of_enquiries"."enquiries_count", 0) AS "enquiries_count",
    COALESCE("rows_of_purchases"."purchases_count", 0) AS "purchases_count",
    COALESCE("rows_of_referrals"."referrals_count", 0) AS "referrals_count",
    COALESCE("rows_of_subscriptions"."subscriptions_exists", FALSE) AS "subscriptions_exists"
  FROM "subject" AS "s"
    LEFT JOIN "rows_of_leads" ON "rows_of_leads"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_opportunities" ON "rows_of_opportunities"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_vehicles" ON "rows_of_vehicles"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_actions" ON "rows_of_actions"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_web_visits" ON "rows_of_web_visits"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_surveys" ON "rows_of_surveys"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_campaign_sends" ON "rows_of_campaign_sends"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_event_participations" ON "rows_of_event_participations"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_complaints" ON "rows_of_complaints"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_service_visits" ON "rows_of_service_visits"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_enquiries" ON "rows_of_enquiries"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_purchases" ON "rows_of_purchases"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_referrals" ON "rows_of_referrals"."key" = "s"."customer_id"
    LEFT JOIN "rows_of_subscriptions" ON "rows_of_subscriptions"."key" = "s"."customer_id"
), "statistics_values" AS (
  SELECT
    "s"."surveys_last_2" AS "value",
    COUNT(*) AS "times"
  FROM "layer_1" AS "s"
  WHERE "s"."surveys_last_2" IS NOT NULL
  GROUP BY "s"."surveys_last_2"
), "statistics_running" AS (
  SELECT
    "value",
    "times",
    SUM("times") OVER (ORDER BY "value" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "up_to",
    SUM("times") OVER () AS "total"
  FROM "statistics_values"
), "statistics" AS (
  SELECT
    MIN(CASE WHEN ("total" - "up_to") * 10 < "total" * 3 THEN "value" END) AS "edge",
    MIN(CASE WHEN ("total" - "up_to") * 2 < "total" * 1 THEN "value" END) AS "edge_2"
  FROM "statistics_running"
), "statistics_2_values" AS (
  SELECT
    "s"."surveys_last_3" AS "value",
    COUNT(*) AS "times"
  FROM "layer_1" AS "s"
  WHERE "s"."surveys_last_3" IS NOT NULL
  GROUP BY "s"."surveys_last_3"
), "statistics_2_running" AS (
  SELECT
    "value",
    "times",
    SUM("times") OVER (ORDER BY "value" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS "up_to",
    SUM("times") OVER () AS "total"
  FROM "statistics_2_values"
), "statistics_2" AS (
  SELECT
    MIN(CASE WHEN ("total" - "up_to") * 10 < "total" * 3 THEN "value" END) AS "edge_3",
    MIN(CASE WHEN ("total" - "up_to") * 2 < "total" * 1 THEN "value" END) AS "edge_4"
  FROM "statistics_2_running"
), "layer_2" AS (
  SELECT
    "s"."complaints_count",
    "s"."customer_id",
    "s"."email_consent",
    "s"."event_participations_count",
    "s"."high_involvement_count",
    "s"."open_opportunities_exists",
    "s"."sms_consent",
    "s"."subscriptions_exists",
    "s"."surveys_last",
    "s"."surveys_last_2",
    "s"."surveys_last_3",
    "s"."vehicles_exists",
    "s"."vehicles_exists_2",
    "s"."web_visits_count",
    "statistics"."edge" AS "edge",
    "statistics"."edge_2" AS "edge_2",
    "statistics_2"."edge_3" AS "edge_3",
    "statistics_2"."edge_4" AS "edge_4",
    "s"."leads_exists" AND NOT "s"."open_opportunities_exists" AND NOT "s"."vehicles_exists" AS "in_engage",
    CAST("s"."campaign_sends_count" AS DOUBLE) / NULLIF(CAST("s"."campaign_sends_count_2" AS DOUBLE), 0) AS "response_rate_90d" /* 캠페인반응률_90일 */,
    "s"."high_involvement_count" >= 1 AS "c_2_1_1" /* 2.1 ① 최근 90일 내 고관여 행동 존재 */,
    "s"."web_visits_count" >= 5 AS "c_2_1_3" /* 2.1 ③ 최근 90일 내 웹사이트 접속 5회 이상 */,
    "s"."surveys_last" <= 6 AS "c_2_1_5" /* 2.1 ⑤ 구매 계획이 6개월 이내 */,
    "s"."web_visits_count" >= 3 AS "c_2_2_3" /* 2.2 ③ 최근 90일 내 웹사이트 접속 3회 이상 */,
    "s"."surveys_last" > 6 AS "c_2_2_5" /* 2.2 ⑤ 구매 계획이 6개월 이후 */,
    "s"."high_involvement_count" = 0 AS "c_2_3_1" /* 2.3 ① 최근 90일 내 고관여 행동 없음 */,
    "s"."web_visits_count" = 0 AS "c_2_3_3" /* 2.3 ③ 최근 90일 내 웹사이트 접속 없음 */,
    "s"."service_visits_count" >= 2 AS "c_3_1_1" /* 3.1 ① 최근 1년 내 서비스 이용 횟수 2회 이상 */,
    "s"."service_visits_count" = 1 AS "c_3_2_1" /* 3.2 ① 최근 1년 내 서비스 이용 횟수 1회 */,
    "s"."enquiries_count" >= 2 AS "c_3_2_2" /* 3.2 ② 최근 1년 내 서비스 관련 문의 2회 이상 */,
    "s"."service_visits_count" = 0 AS "c_3_3_1" /* 3.3 ① 최근 1년 내 서비스 이력 없음 */,
    "s"."enquiries_count" <= 1 AS "c_3_3_2" /* 3.3 ② 최근 1년 내 서비스 관련 문의 1회 이하 */,
    "s"."purchases_count" >= 2 OR "s"."referrals_count" >= 1 AS "c_4_1_1" /* 4.1 ① 재구매 고객 (2회 이상 구매 또는 지인 추천) */,
    "s"."vehicles_min" <= DATE '2020-06-30' AS "c_4_1_2" /* 4.1 ② 5년 이상 장기 이용 고객 */,
    "s"."event_participations_count_2" >= 2 AS "c_4_1_4" /* 4.1 ④ 최근 1년 내 이벤트 참여 2회 이상 */,
    CAST("s"."campaign_sends_count_3" AS DOUBLE) / NULLIF(CAST("s"."campaign_sends_count_4" AS DOUBLE), 0) AS "response_rate_1y" /* 캠페인반응률_1년 */,
    "s"."complaints_count" = 0 AS "c_4_1_6" /* 4.1 ⑥ 최근 2년 내 불만 접수 이력 없음 */,
    "s"."purchases_count" < 2 AS "c_4_2_1" /* 4.2 ① 재구매 이력 없음 */,
    "s"."vehicles_min" <= DATE '2022-06-30' AS "c_4_2_2" /* 4.2 ② 3년 이상 장기 이용 고객 */,
    "s"."event_participations_count_2" >= 1 AS "c_4_2_4" /* 4.2 ④ 최근 1년간 이벤트 참여 1회 이상 */,
    "s"."event_participations_count_2" = 0 AS "c_4_3_3" /* 4.3 ③ 최근 1년간 이벤트 참여 없음 */,
    "s"."complaints_count" >= 1 AS "c_4_3_5" /* 4.3 ⑤ 최근 2년 내 불만 접수 이력 존재 */,
    "s"."vehicles_max" >= 50000 AS "c_5_1_2" /* 5.1 ② 주행거리 5만 마일 이상 */,
    "s"."vehicles_count" >= 1 AS "c_5_1_3" /* 5.1 ③ 워런티 및 금융 상품 만기 도래 6개월 이내 */,
    "s"."vehicles_max" >= 30000 AS "c_5_2_2" /* 5.2 ② 주행거리 3만 마일 이상 */
  FROM "layer_1" AS "s"
    CROSS JOIN "statistics"
    CROSS JOIN "statistics_2"
), "layer_3" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_3",
    "s"."c_2_1_5",
    "s"."c_2_2_3",
    "s"."c_2_2_5",
    "s"."c_2_3_1",
    "s"."c_2_3_3",
    "s"."c_3_1_1",
    "s"."c_3_2_1",
    "s"."c_3_2_2",
    "s"."c_3_3_1",
    "s"."c_3_3_2",
    "s"."c_4_1_1",
    "s"."c_4_1_2",
    "s"."c_4_1_4",
    "s"."c_4_1_6",
    "s"."c_4_2_1",
    "s"."c_4_2_2",
    "s"."c_4_2_4",
    "s"."c_4_3_3",
    "s"."c_4_3_5",
    "s"."c_5_1_2",
    "s"."c_5_1_3",
    "s"."c_5_2_2",
    "s"."customer_id",
    "s"."in_engage",
    "s"."open_opportunities_exists",
    "s"."subscriptions_exists",
    "s"."vehicles_exists",
    "s"."vehicles_exists_2",
    CAST(CASE WHEN "s"."high_involvement_count" >= 1 THEN 30 ELSE 0 END AS BIGINT) + CASE WHEN "s"."web_visits_count" >= 5 THEN 20 ELSE 0 END + (CAST(CASE WHEN "s"."web_visits_count" >= 1 AND "s"."web_visits_count" <= 4 THEN 10 ELSE 0 END AS BIGINT) + CASE WHEN "s"."surveys_last" <= 6 THEN 20 ELSE 0 END) + (CAST(CASE WHEN "s"."response_rate_90d" >= 0.3e0 THEN 15 ELSE 0 END AS BIGINT) + CASE WHEN "s"."event_participations_count" >= 1 THEN 10 ELSE 0 END + (CAST(CASE WHEN "s"."email_consent" OR "s"."sms_consent" THEN 5 ELSE 0 END AS BIGINT) + CASE WHEN "s"."complaints_count" >= 1 THEN -20 ELSE 0 END)) AS "lead_score" /* 리드스코어 */,
    CAST(CASE WHEN "s"."high_involvement_count" >= 1 THEN 30 ELSE 0 END AS BIGINT) + CASE WHEN "s"."web_visits_count" >= 5 THEN 20 ELSE 0 END + (CAST(CASE WHEN "s"."web_visits_count" >= 1 AND "s"."web_visits_count" <= 4 THEN 10 ELSE 0 END AS BIGINT) + CASE WHEN COALESCE("s"."surveys_last" <= 6, TRUE) THEN 20 ELSE 0 END) + (CAST(CASE WHEN COALESCE("s"."response_rate_90d" >= 0.3e0, TRUE) THEN 15 ELSE 0 END AS BIGINT) + CASE WHEN "s"."event_participations_count" >= 1 THEN 10 ELSE 0 END + (CAST(CASE WHEN COALESCE("s"."email_consent", TRUE) OR COALESCE("s"."sms_consent", TRUE) THEN 5 ELSE 0 END AS BIGINT) + CASE WHEN "s"."complaints_count" >= 1 THEN -20 ELSE 0 END)) AS "most_points",
    "s"."event_participations_count" >= 1 OR "s"."response_rate_90d" >= 0.3e0 AS "c_2_1_4" /* 2.1 ④ 최근 90일 내 이벤트 참여 이력 존재 또는 캠페인/앱푸시 반응률 30% 이상 */,
    "s"."response_rate_90d" >= 0.1e0 AND "s"."response_rate_90d" <= 0.3e0 AS "c_2_2_4" /* 2.2 ④ 최근 90일 내 캠페인/앱푸시 반응률 10~30% */,
    "s"."response_rate_90d" < 0.1e0 AS "c_2_3_4" /* 2.3 ④ 최근 90일 내 캠페인/앱푸시 반응률 10% 미만 */,
    "s"."vehicles_exists" AND "s"."c_3_1_1" AS "m_3_1" /* 3.1 이용 활성 고객 */,
    "s"."vehicles_exists" AND "s"."c_3_2_1" AND "s"."c_3_2_2" AS "m_3_2" /* 3.2 평균 이용 고객 */,
    "s"."vehicles_exists" AND "s"."c_3_3_1" AND "s"."c_3_3_2" AS "m_3_3" /* 3.3 이용 비활성 고객 */,
    "s"."response_rate_1y" >= 0.4e0 AS "c_4_1_5" /* 4.1 ⑤ 최근 1년 내 캠페인/앱푸시 반응률 40% 이상 */,
    "s"."response_rate_1y" >= 0.2e0 AND "s"."response_rate_1y" <= 0.4e0 AS "c_4_2_5" /* 4.2 ⑤ 최근 1년간 캠페인/앱푸시 반응률 20~40% */,
    "s"."response_rate_1y" < 0.2e0 AS "c_4_3_4" /* 4.3 ④ 최근 1년간 캠페인/앱푸시 반응률 20% 미만 */,
    "s"."event_participations_count" >= 1 OR "s"."response_rate_90d" >= 0.4e0 AS "c_5_1_7" /* 5.1 ⑦ 최근 90일 내 이벤트 참여 이력 존재 또는 캠페인/앱푸시 반응률 40% 이상 */,
    "s"."response_rate_90d" >= 0.2e0 AND "s"."response_rate_90d" <= 0.4e0 AS "c_5_2_7" /* 5.2 ⑦ 최근 90일 내 캠페인/앱푸시 반응률 20~40% */,
    "s"."response_rate_90d" < 0.2e0 AS "c_5_3_7" /* 5.3 ⑦ 최근 90일 내 캠페인/앱푸시 반응률 20% 미만 */,
    "s"."surveys_last_2" >= "s"."edge" AS "c_2_1_2" /* 2.1 ② 시승 만족도 점수 상위 30% 이상 */,
    "s"."surveys_last_2" >= "s"."edge_2" AND NOT "s"."surveys_last_2" >= "s"."edge" AS "c_2_2_2" /* 2.2 ② 시승 만족도 점수 상위 30~50% */,
    NOT "s"."surveys_last_2" >= "s"."edge_2" AS "c_2_3_2" /* 2.3 ② 시승 만족도 점수 상위 50~100% */,
    "s"."surveys_last_3" >= "s"."edge_3" AS "c_4_1_3" /* 4.1 ③ 만족도 조사 점수 상위 30% 고객 */,
    "s"."surveys_last_3" >= "s"."edge_4" AND NOT "s"."surveys_last_3" >= "s"."edge_3" AS "c_4_2_3" /* 4.2 ③ 만족도 조사 점수 상위 30~50% 고객 */,
    NOT "s"."surveys_last_3" >= "s"."edge_4" AS "c_4_3_2" /* 4.3 ② 만족도 조사 점수 상위 50~100% 고객 */
  FROM "layer_2" AS "s"
), "layer_4" AS (
  SELECT
    "s"."c_2_1_1",
    "s"."c_2_1_2",
    "s"."c_2_1_3",
    "s"."c_2_1_4",
    "s"."c_2_1_5",
    "s"."c_2_2_2",
    "s"."c_2_2_3",
    "s"."c_2_2_4",
    "s"."c_2_2_5",
    "s"."c_2_3_1",
    "s"."c_2_3_2",
    "s"."c_2_3_3",
    "s"."c_2_3_4",
    "s"."c_3_1_1",
    "s"."c_3_2_1",
    "s"."c_3_2_2",
    "s"."c_3_3_1",
    "s"."c_3_3_2",
    "s"."c_4_1_1",
    "s"."c_4_1_2",
    "s"."c_4_1_3",
    "s"."c_4_1_4",
    "s"."c_4_1_5",
    "s"."c_4_1_6",
    "s"."c_4_2_1",
    "s"."c_4_2_2",
    "s"."c_4_2_3",
    "s"."c_4_2_4",
    "s"."c_4_2_5",
    "s"."c_4_3_2",
    "s"."c_4_3_3",
    "s"."c_4_3_4",
    "s"."c_4_3_5",
    "s"."c_5_1_2",
    "s"."c_5_1_3",
    "s"."c_5_1_7",
    "s"."c_5_2_2",
    "s"."c_5_2_7",
    "s"."c_5_3_7",
    "s"."customer_id",
    "s"."lead_score",
    "s"."m_3_1",
    "s"."m_3_2",
    "s"."m_3_3",
    "s"."most_points",
    "s"."subscriptions_exists",
    "s"."vehicles_exists_2",
    "s"."in_engage" AND "s"."lead_score" >= 60 AS "m_1_1" /* 1.1 Hot Lead */,
    "s"."in_engage" AND "s"."lead_score" >= 25 AND "s"."lead_score" < 60 AS "m_1_2" /* 1.2 Warm Lead */,
    "s"."in_engage" AND "s"."lead_score" < 25 AS "m_1_3" /* 1.3 Cold Lead */,
    COALESCE("s"."open_opportunities_exists" AND "s"."c_2_1_1" AND "s"."c_2_1_2" AND "s"."c_2_1_3" AND "s"."c_2_1_4" AND "s"."c_2_1_5", FALSE) AS "m_2_1" /* 2.1 구매 가망 고객 */,
    COALESCE("s"."open_opportunities_exists" AND "s"."c_2_1_1" AND "s"."c_2_2_2" AND "s"."c_2_2_3" AND "s"."c_2_2_4" AND "s"."c_2_2_5", FALSE) AS "m_2_2" /* 2.2 구매 잠재 고객 */,
    COALESCE("s"."open_opportunities_exists" AND "s"."c_2_3_1" AND "s"."c_2_3_2" AND "s"."c_2_3_3" AND "s"."c_2_3_4", FALSE) AS "m_2_3" /* 2.3 이탈 징후 고객 */,
    COALESCE("s"."vehicles_exists" AND "s"."c_4_1_1" AND "s"."c_4_1_2" AND "s"."c_4_1_3" AND "s"."c_4_1_4" AND "s"."c_4_1_5" AND "s"."c_4_1_6" AND "s"."subscriptions_exists", FALSE) AS "m_4_1" /* 4.1 충성 고객 */,
    COALESCE("s"."vehicles_exists" AND "s"."c_4_2_1" AND "s"."c_4_2_2" AND "s"."c_4_2_3" AND "s"."c_4_2_4" AND "s"."c_4_2_5" AND "s"."c_4_1_6", FALSE) AS "m_4_2" /* 4.2 잠재적 충성 고객 */,
    COALESCE("s"."vehicles_exists" AND "s"."c_4_2_1" AND "s"."c_4_3_2" AND "s"."c_4_3_3" AND "s"."c_4_3_4" AND "s"."c_4_3_5", FALSE) AS "m_4_3" /* 4.3 불만족 고객 */,
    COALESCE("s"."vehicles_exists" AND "s"."c_4_1_2" AND "s"."c_5_1_2" AND "s"."c_5_1_3" AND "s"."c_2_1_1" AND "s"."c_4_1_3" AND "s"."c_2_1_3" AND "s"."c_5_1_7" AND "s"."c_4_1_6" AND "s"."c_2_1_5", FALSE) AS "m_5_1" /* 5.1 재구매 가망 고객 */,
    COALESCE("s"."vehicles_exists" AND "s"."c_4_2_2" AND "s"."c_5_2_2" AND "s"."vehicles_exists_2" AND "s"."c_2_1_1" AND "s"."c_4_2_3" AND "s"."c_2_2_3" AND "s"."c_5_2_7" AND "s"."c_4_1_6" AND "s"."c_2_2_5", FALSE) AS "m_5_2" /* 5.2 재구매 잠재 고객 */,
    COALESCE("s"."vehicles_exists" AND "s"."c_4_1_2" AND "s"."c_5_1_2" AND "s"."c_5_1_3" AND "s"."c_2_3_1" AND "s"."c_4_3_2" AND "s"."c_2_3_3" AND "s"."c_5_3_7" AND "s"."c_4_3_5", FALSE) AS "m_5_3" /* 5.3 이탈 징후 고객 */
  FROM "layer_3" AS "s"
)
SELECT
  "s"."customer_id" AS "key" /* customer_id */,
  CASE WHEN "s"."most_points" >= 60 AND "s"."lead_score" < 60 THEN CAST(NULL AS BOOLEAN) ELSE "s"."lead_score" >= 60 END AS "c_1.1_1" /* 1.1 ① 리드 스코어가 핫리드 점수 이상 */,
  CASE WHEN "s"."most_points" >= 25 AND "s"."lead_score" < 60 AND ("s"."lead_score" < 25 OR "s"."most_points" >= 60) THEN CAST(NULL AS BOOLEAN) ELSE "s"."lead_score" >= 25 AND "s"."lead_score" < 60 END AS "c_1.2_1" /* 1.2 ① 리드 스코어가 웜리드 점수 이상 핫리드 점수 미만 */,
  CASE WHEN "s"."lead_score" < 25 AND "s"."most_points" >= 25 THEN CAST(NULL AS BOOLEAN) ELSE "s"."lead_score" < 25 END AS "c_1.3_1" /* 1.3 ① 리드 스코어가 웜리드 점수 미만 */,
  "s"."c_2_1_1" AS "c_2.1_1" /* 2.1 ① 최근 90일 내 고관여 행동 존재 */,
  "s"."c_2_1_2" AS "c_2.1_2" /* 2.1 ② 시승 만족도 점수 상위 30% 이상 */,
  "s"."c_2_1_3" AS "c_2.1_3" /* 2.1 ③ 최근 90일 내 웹사이트 접속 5회 이상 */,
  "s"."c_2_1_4" AS "c_2.1_4" /* 2.1 ④ 최근 90일 내 이벤트 참여 이력 존재 또는 캠페인/앱푸시 반응률 30% 이상 */,
  "s"."c_2_1_5" AS "c_2.1_5" /* 2.1 ⑤ 구매 계획이 6개월 이내 */,
  "s"."c_2_1_1" AS "c_2.2_1" /* 2.2 ① 최근 90일 내 고관여 행동 존재 */,
  "s"."c_2_2_2" AS "c_2.2_2" /* 2.2 ② 시승 만족도 점수 상위 30~50% */,
  "s"."c_2_2_3" AS "c_2.2_3" /* 2.2 ③ 최근 90일 내 웹사이트 접속 3회 이상 */,
  "s"."c_2_2_4" AS "c_2.2_4" /* 2.2 ④ 최근 90일 내 캠페인/앱푸시 반응률 10~30% */,
  "s"."c_2_2_5" AS "c_2.2_5" /* 2.2 ⑤ 구매 계획이 6개월 이후 */,
  "s"."c_2_3_1" AS "c_2.3_1" /* 2.3 ① 최근 90일 내 고관여 행동 없음 */,
  "s"."c_2_3_2" AS "c_2.3_2" /* 2.3 ② 시승 만족도 점수 상위 50~100% */,
  "s"."c_2_3_3" AS "c_2.3_3" /* 2.3 ③ 최근 90일 내 웹사이트 접속 없음 */,
  "s"."c_2_3_4" AS "c_2.3_4" /* 2.3 ④ 최근 90일 내 캠페인/앱푸시 반응률 10% 미만 */,
  "s"."c_3_1_1" AS "c_3.1_1" /* 3.1 ① 최근 1년 내 서비스 이용 횟수 2회 이상 */,
  "s"."c_3_2_1" AS "c_3.2_1" /* 3.2 ① 최근 1년 내 서비스 이용 횟수 1회 */,
  "s"."c_3_2_2" AS "c_3.2_2" /* 3.2 ② 최근 1년 내 서비스 관련 문의 2회 이상 */,
  "s"."c_3_3_1" AS "c_3.3_1" /* 3.3 ① 최근 1년 내 서비스 이력 없음 */,
  "s"."c_3_3_2" AS "c_3.3_2" /* 3.3 ② 최근 1년 내 서비스 관련 문의 1회 이하 */,
  "s"."c_4_1_1" AS "c_4.1_1" /* 4.1 ① 재구매 고객 (2회 이상 구매 또는 지인 추천) */,
  "s"."c_4_1_2" AS "c_4.1_2" /* 4.1 ② 5년 이상 장기 이용 고객 */,
  "s"."c_4_1_3" AS "c_4.1_3" /* 4.1 ③ 만족도 조사 점수 상위 30% 고객 */,
  "s"."c_4_1_4" AS "c_4.1_4" /* 4.1 ④ 최근 1년 내 이벤트 참여 2회 이상 */,
  "s"."c_4_1_5" AS "c_4.1_5" /* 4.1 ⑤ 최근 1년 내 캠페인/앱푸시 반응률 40% 이상 */,
  "s"."c_4_1_6" AS "c_4.1_6" /* 4.1 ⑥ 최근 2년 내 불만 접수 이력 없음 */,
  "s"."subscriptions_exists" AS "c_4.1_7" /* 4.1 ⑦ 유료 가입형 서비스 이용 */,
  "s"."c_4_2_1" AS "c_4.2_1" /* 4.2 ① 재구매 이력 없음 */,
  "s"."c_4_2_2" AS "c_4.2_2" /* 4.2 ② 3년 이상 장기 이용 고객 */,
  "s"."c_4_2_3" AS "c_4.2_3" /* 4.2 ③ 만족도 조사 점수 상위 30~50% 고객 */,
  "s"."c_4_2_4" AS "c_4.2_4" /* 4.2 ④ 최근 1년간 이벤트 참여 1회 이상 */,
  "s"."c_4_2_5" AS "c_4.2_5" /* 4.2 ⑤ 최근 1년간 캠페인/앱푸시 반응률 20~40% */,
  "s"."c_4_1_6" AS "c_4.2_6" /* 4.2 ⑥ 최근 2년 내 불만 접수 이력 없음 */,
  "s"."c_4_2_1" AS "c_4.3_1" /* 4.3 ① 재구매 이력 없음 */,
  "s"."c_4_3_2" AS "c_4.3_2" /* 4.3 ② 만족도 조사 점수 상위 50~100% 고객 */,
  "s"."c_4_3_3" AS "c_4.3_3" /* 4.3 ③ 최근 1년간 이벤트 참여 없음 */,
  "s"."c_4_3_4" AS "c_4.3_4" /* 4.3 ④ 최근 1년간 캠페인/앱푸시 반응률 20% 미만 */,
  "s"."c_4_3_5" AS "c_4.3_5" /* 4.3 ⑤ 최근 2년 내 불만 접수 이력 존재 */,
  "s"."c_4_1_2" AS "c_5.1_1" /* 5.1 ① 5년 이상 장기 이용 */,
  "s"."c_5_1_2" AS "c_5.1_2" /* 5.1 ② 주행거리 5만 마일 이상 */,
  "s"."c_5_1_3" AS "c_5.1_3" /* 5.1 ③ 워런티 및 금융 상품 만기 도래 6개월 이내 */,
  "s"."c_2_1_1" AS "c_5.1_4" /* 5.1 ④ 최근 90일 내 고관여행동 존재 */,
  "s"."c_4_1_3" AS "c_5.1_5" /* 5.1 ⑤ 만족도 조사 점수 상위 30% 이상 고객 */,
  "s"."c_2_1_3" AS "c_5.1_6" /* 5.1 ⑥ 최근 90일 내 웹사이트 접속 5회 이상 */,
  "s"."c_5_1_7" AS "c_5.1_7" /* 5.1 ⑦ 최근 90일 내 이벤트 참여 이력 존재 또는 캠페인/앱푸시 반응률 40% 이상 */,
  "s"."c_4_1_6" AS "c_5.1_8" /* 5.1 ⑧ 최근 2년 내 불만 접수 이력 없음 */,
  "s"."c_2_1_5" AS "c_5.1_9" /* 5.1 ⑨ 구매 계획이 6개월 이내 */,
  "s"."c_4_2_2" AS "c_5.2_1" /* 5.2 ① 3년 이상 장기 이용 */,
  "s"."c_5_2_2" AS "c_5.2_2" /* 5.2 ② 주행거리 3만 마일 이상 */,
  "s"."vehicles_exists_2" AS "c_5.2_3" /* 5.2 ③ 워런티 및 금융 상품 만기 도래 6개월 이후 */,
  "s"."c_2_1_1" AS "c_5.2_4" /* 5.2 ④ 최근 90일 내 고관여행동 존재 */,
  "s"."c_4_2_3" AS "c_5.2_5" /* 5.2 ⑤ 만족도 조사 점수 상위 30~50% 고객 */,
  "s"."c_2_2_3" AS "c_5.2_6" /* 5.2 ⑥ 최근 90일 내 웹사이트 접속 3회 이상 */,
  "s"."c_5_2_7" AS "c_5.2_7" /* 5.2 ⑦ 최근 90일 내 캠페인/앱푸시 반응률 20~40% */,
  "s"."c_4_1_6" AS "c_5.2_8" /* 5.2 ⑧ 최근 2년 내 불만 접수 이력 없음 */,
  "s"."c_2_2_5" AS "c_5.2_9" /* 5.2 ⑨ 구매 계획이 6개월 이후 */,
  "s"."c_4_1_2" AS "c_5.3_1" /* 5.3 ① 5년 이상 장기 이용 */,
  "s"."c_5_1_2" AS "c_5.3_2" /* 5.3 ② 주행거리 5만 마일 이상 */,
  "s"."c_5_1_3" AS "c_5.3_3" /* 5.3 ③ 워런티 및 금융 상품 만기 도래 6개월 이내 */,
  "s"."c_2_3_1" AS "c_5.3_4" /* 5.3 ④ 최근 90일 내 고관여행동 없음 */,
  "s"."c_4_3_2" AS "c_5.3_5" /* 5.3 ⑤ 만족도 조사 점수 상위 50~100% 고객 */,
  "s"."c_2_3_3" AS "c_5.3_6" /* 5.3 ⑥ 최근 90일 내 웹사이트 접속 없음 */,
  "s"."c_5_3_7" AS "c_5.3_7" /* 5.3 ⑦ 최근 90일 내 캠페인/앱푸시 반응률 20% 미만 */,
  "s"."c_4_3_5" AS "c_5.3_8" /* 5.3 ⑧ 최근 2년 내 불만 접수 이력 존재 */,
  CASE WHEN "s"."m_1_1" THEN '1.1' WHEN "s"."m_1_2" THEN '1.2' WHEN "s"."m_1_3" THEN '1.3' ELSE CAST(NULL AS VARCHAR) END AS "cell_engage" /* 참여 */,
  CASE WHEN "s"."m_2_1" THEN '2.1' WHEN "s"."m_2_2" THEN '2.2' WHEN "s"."m_2_3" THEN '2.3' ELSE CAST(NULL AS VARCHAR) END AS "cell_purchase" /* 구매 전환 */,
  CASE WHEN "s"."m_3_1" THEN '3.1' WHEN "s"."m_3_2" THEN '3.2' WHEN "s"."m_3_3" THEN '3.3' ELSE CAST(NULL AS VARCHAR) END AS "cell_maintain" /* 유지 관리 */,
  CASE WHEN "s"."m_4_1" THEN '4.1' WHEN "s"."m_4_2" THEN '4.2' WHEN "s"."m_4_3" THEN '4.3' ELSE CAST(NULL AS VARCHAR) END AS "cell_loyalty" /* 충성도 향상 */,
  CASE WHEN "s"."m_5_1" THEN '5.1' WHEN "s"."m_5_2" THEN '5.2' WHEN "s"."m_5_3" THEN '5.3' ELSE CAST(NULL AS VARCHAR) END AS "cell_repurchase" /* 재구매 */,
  substr(CASE WHEN "s"."m_1_1" THEN ',1.1' ELSE '' END || CASE WHEN "s"."m_1_2" THEN ',1.2' ELSE '' END || CASE WHEN "s"."m_1_3" THEN ',1.3' ELSE '' END || CASE WHEN "s"."m_2_1" THEN ',2.1' ELSE '' END || CASE WHEN "s"."m_2_2" THEN ',2.2' ELSE '' END || CASE WHEN "s"."m_2_3" THEN ',2.3' ELSE '' END || CASE WHEN "s"."m_3_1" THEN ',3.1' ELSE '' END || CASE WHEN "s"."m_3_2" THEN ',3.2' ELSE '' END || CASE WHEN "s"."m_3_3" THEN ',3.3' ELSE '' END || CASE WHEN "s"."m_4_1" THEN ',4.1' ELSE '' END || CASE WHEN "s"."m_4_2" THEN ',4.2' ELSE '' END || CASE WHEN "s"."m_4_3" THEN ',4.3' ELSE '' END || CASE WHEN "s"."m_5_1" THEN ',5.1' ELSE '' END || CASE WHEN "s"."m_5_2" THEN ',5.2' ELSE '' END || CASE WHEN "s"."m_5_3" THEN ',5.3' ELSE '' END, 2) AS "cells"
FROM "layer_4" AS "s";
